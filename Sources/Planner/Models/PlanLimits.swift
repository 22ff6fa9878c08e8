/// The constants of the arithmetic that are not measured, each with its source.
package enum PlanLimits {
    /// Replicas on one broker: the guidance that KIP-578 cites.
    package static let replicasPerBroker = 4_000
    /// Partitions of one cluster: the same.
    package static let partitionsPerCluster = 200_000
    /// A plan beyond this multiple of what was measured is refused; between 1 and this, flagged.
    package static let extrapolationMax = 1.5
    /// A record size that differs from the measured one by more than this factor is remarked on.
    package static let recordSizeRatioMax = 2.0
    /// Below this share of one partition and of one consumer a log is not needed.
    package static let noLogShare = 0.3
    /// Bytes per second that a partition or consumer of an in-memory engine counts for in the
    /// "no log" verdict: the customary constant for one partition of a real cluster.
    package static let realPartitionBytesPerSecond = 10e6
    /// How full disks are planned to be, as in Cruise Control's balance threshold for disks.
    package static let diskUtilisation = 0.8
    /// A group keeps up while its lag grows by less than this share of what it consumes.
    package static let steadyLagShare = 0.01
}
