import Cluster
import Simulation

/// How often what happened to a run's partitions.
struct ClusterTally: Hashable, Sendable {
    /// Leaders chosen after the first ones.
    var elections = 0
    /// Those of them that may have lacked committed records.
    var uncleanElections = 0
    var inSyncShrinks = 0
    var inSyncExpansions = 0
    /// Batches that leaders refused for want of in-sync replicas.
    var minInSyncRejections = 0
}

extension ClusterTally {
    init(_ counts: ClusterCounts) {
        elections = counts.elections
        uncleanElections = counts.uncleanElections
        inSyncShrinks = counts.inSyncShrinks
        inSyncExpansions = counts.inSyncExpansions
        minInSyncRejections = counts.minInSyncRejections
    }
}

extension ClusterTally {
    init(_ counts: SimulationCounts) {
        elections = counts.leaderChanges
        uncleanElections = counts.uncleanElections
        inSyncShrinks = counts.inSyncShrinks
        inSyncExpansions = counts.inSyncExpansions
        minInSyncRejections = counts.minInSyncRejections
    }
}
