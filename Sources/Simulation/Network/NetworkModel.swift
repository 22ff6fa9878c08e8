package import Records

/// What every link of a virtual network does to messages, faults apart. The default delivers after
/// 100 µs and harms nothing.
package struct NetworkModel: Hashable, Sendable {
    /// One way, on the average.
    package var delay = Nanoseconds.microseconds(100)
    /// How far a message's delay may be from the average, either way; at most `delay`.
    package var jitter = Nanoseconds.zero
    /// Of each link in each direction; nil is unlimited.
    package var bandwidthBytesPerSecond: Int?
    /// The chance that a message clogs its link: nothing passes for up to `clogMax`, and nothing
    /// is lost. 0...1.
    package var clogShare = 0.0
    package var clogMax = Nanoseconds.zero
    /// The share of messages that are lost, in 0...1.
    package var loseShare = 0.0
    /// The share of messages that come twice, in 0...1.
    package var duplicateShare = 0.0

    /// Bytes that frame a message on the wire.
    package static let overheadBytes = 100

    package init() {}

    /// The model without what harms: no message is lost, doubled or held up.
    package var calm: NetworkModel {
        var model = self
        model.clogShare = 0
        model.loseShare = 0
        model.duplicateShare = 0
        return model
    }
}
