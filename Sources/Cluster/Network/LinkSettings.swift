package import Records

/// What every link between two of clients and brokers adds. The default adds nothing.
package struct LinkSettings: Hashable, Sendable {
    /// Half of it each way.
    package var roundTripTime = Nanoseconds.zero
    /// Up to this, evenly drawn, each way.
    package var jitter = Nanoseconds.zero
    /// Bytes per second in each direction; nil is unlimited.
    package var bandwidthBytesPerSecond: Double?

    package init() {}

    /// Whether messages are delivered as they are sent.
    var isTransparent: Bool {
        roundTripTime == .zero && jitter == .zero && bandwidthBytesPerSecond == nil
    }
}
