/// What happened to a cluster's partitions and brokers so far.
package struct ClusterCounts: Hashable, Sendable {
    /// Leaders chosen after the first ones.
    package var elections = 0
    /// Those of `elections` that may lack committed records.
    package var uncleanElections = 0
    /// How often a partition was found to have nobody who may lead.
    package var leaderLosses = 0
    package var inSyncShrinks = 0
    package var inSyncExpansions = 0
    /// Batches that leaders refused for want of in-sync replicas.
    package var minInSyncRejections = 0
    /// Brokers that the controller took for dead.
    package var fencedBrokers = 0
    /// Followers that cut their logs back.
    package var truncations = 0
    /// Records that were cut so.
    package var truncatedRecords = 0

    package init() {}
}
