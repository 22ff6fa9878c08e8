import Messages
import Records
import Replication
import Storage

extension Broker {
    /// Answers where a partition begins, ends or reaches a time.
    func listOffset(_ request: ListOffsetRequest, effects: inout BrokerEffects) {
        var error = ErrorCode.none
        var offset = Offset.zero
        do throws(ErrorCode) {
            offset = try self.offset(of: request)
        } catch let refusal { error = refusal }
        effects.toClients.append(
            (
                request.client,
                .offsetListed(
                    ListOffsetResponse(
                        partition: request.partition, number: request.number, error: error,
                        offset: offset))
            ))
    }

    private func offset(of request: ListOffsetRequest) throws(ErrorCode) -> Offset {
        guard let replica = replica(of: request.partition) else {
            throw .unknownTopicOrPartition
        }
        if let epoch = replica.leadership?.epoch {
            if request.leaderEpoch < epoch { throw .fencedLeaderEpoch }
            if request.leaderEpoch > epoch { throw .unknownLeaderEpoch }
        }
        let latest = try latestOffset(of: request.partition)
        switch request.place {
        case .earliest: return replica.log.logStart
        case .latest: return latest
        case .timestamp(let time):
            do throws(StorageError) {
                let found = try replica.log.offset(atOrAfter: time, pool: pool)
                return min(found ?? latest, latest)
            } catch { throw .kafkaStorageError }
        }
    }
}
