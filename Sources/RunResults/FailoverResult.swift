/// What faults and elections did to a run. `Results/README.md` defines the terms.
package struct FailoverResult: Sendable, Codable, Equatable {
    /// Faults that struck, each occurrence counted.
    package var faults = 0
    /// How much of the measured time some partition could not be written by some producer.
    package var unavailableMilliseconds = 0.0
    /// Outages of partitions that touch the measured time.
    package var outages = 0
    /// Those of them across which the leader changed.
    package var failovers = 0
    /// Over the failovers; nil without one.
    package var failoverP50Milliseconds: Double?
    package var failoverMaxMilliseconds: Double?
    /// Attempts to send a batch that ended without an acknowledgement.
    package var failedAttempts = 0
    /// Batches that were sent again, each time counted.
    package var retries = 0
    /// Leaders elected after the first of each partition.
    package var leaderElections = 0
    /// Those of them that may have lacked committed records.
    package var uncleanElections = 0
    package var isrShrinks = 0
    package var isrExpansions = 0
    /// Batches refused for want of in-sync replicas, before or after the append.
    package var minISRRejections = 0
    /// Records that crashed producers took with them, of unknown fate.
    package var abandonedRecords = 0

    /// Of the keys that had records sent before partitions were added and after, the share whose
    /// last record went to another partition than the first; nil where there are none.
    package var movedKeysPercent: Double?
    /// What the formula says of that share.
    package var movedKeysExpectedPercent: Double?

    package init() {}

    /// Sets what is known of the failovers from the milliseconds that each took, in any order.
    package mutating func setFailovers(milliseconds: [Double]) {
        let spread = Spread(milliseconds)
        failovers = milliseconds.count
        failoverP50Milliseconds = spread?.median
        failoverMaxMilliseconds = spread?.max
    }
}
