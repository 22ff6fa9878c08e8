/// An epoch and where it ends: what a leader tells a follower that has gone astray.
package struct EpochEnd: Hashable, Sendable {
    package let epoch: LeaderEpoch
    /// One past the epoch's last record.
    package let endOffset: Offset

    package init(epoch: LeaderEpoch, endOffset: Offset) {
        self.epoch = epoch
        self.endOffset = endOffset
    }
}
