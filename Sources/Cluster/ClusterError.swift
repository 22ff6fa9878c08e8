package import Platform
package import Storage

/// What can go wrong in driving a cluster in real time.
package enum ClusterError: Error {
    /// The system refused what the cluster needs before it starts.
    case platform(PlatformError)
    /// A broker's disk refused an operation in the middle of the load.
    case storage(StorageError)
}

extension ClusterError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .platform(let error): "\(error)"
        case .storage(let error): "\(error)"
        }
    }
}
