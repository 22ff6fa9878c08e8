import Faults
package import Workloads

extension RunConfiguration {
    /// How many partitions all topics together have in the end.
    package var finalPartitions: Int {
        faults.reduce(topic.allPartitions) { count, fault in
            if case .addPartitions(let total) = fault.action { max(count, total) } else { count }
        }
    }
}
