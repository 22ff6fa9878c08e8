package import Checker
import Records
package import Workloads

extension HistorySettings {
    /// What a run of `configuration` promises.
    ///
    /// - Parameters:
    ///   - source: what was recorded, for people.
    ///   - hasFinalRead: whether the groups read everything to the end of the logs.
    package init(_ configuration: RunConfiguration, source: String, hasFinalRead: Bool) {
        let topic = configuration.topic
        let producers = configuration.producers
        self.init(
            acks: producers.acks, replicationFactor: topic.replicationFactor,
            minInsyncReplicas: topic.minInsyncReplicas, isIdempotent: producers.isIdempotent,
            inFlightRequestsMax: producers.maxInFlight,
            uncleanLeaderElection: topic.allowsUncleanElection,
            flushMessages: configuration.cluster.flushMessages,
            isCompacted: topic.cleanupPolicy.compacts, hasRetention: topic.losesRecords,
            consumerMode: configuration.consumers.isSubscribed ? .subscribe : .assign,
            hasFinalRead: hasFinalRead)
        self.source = source
        let consumers = configuration.consumers
        if consumers.isSubscribed, consumers.commit.moment == .before { commit = .before }
    }
}
