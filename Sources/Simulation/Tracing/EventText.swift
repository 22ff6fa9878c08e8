import Messages
import Records
import Storage

/// How what happened to partitions reads in a trace, and what the digest takes of it.
extension ClusterEvent {
    var traceText: String {
        switch self {
        case .leaderElected(let partition, let broker, let epoch, let isUnclean):
            "broker \(broker) is elected leader of partition \(partition.partition) in epoch "
                + "\(epoch)" + (isUnclean ? ", uncleanly" : "")
        case .leaderless(let partition, let epoch):
            "nobody leads partition \(partition.partition) in epoch \(epoch)"
        case .inSyncShrunk(let partition, let members):
            "in sync of partition \(partition.partition) shrank to \(members)"
        case .inSyncExpanded(let partition, let members):
            "in sync of partition \(partition.partition) grew to \(members)"
        case .brokerFenced(let broker): "broker \(broker) is taken for dead"
        case .brokerUnfenced(let broker): "broker \(broker) is taken for alive again"
        case .notEnoughReplicas(let partition):
            "too few in sync for partition \(partition.partition)"
        case .truncated(let partition, _, let from, let to):
            "cuts partition \(partition.partition) from \(from) to \(to)"
        case .opened(let partition, _, let logEnd):
            "opens partition \(partition.partition), which ends at \(logEnd)"
        case .groupGeneration(let group, let generation, let members):
            "group \(group) begins generation \(generation) with \(members) members"
        case .memberEvicted(let group, let member):
            "member \(member) is out of group \(group)"
        }
    }

    var traceWords: TraceWords {
        func word(_ partition: TopicPartition) -> Int64 { Int64(partition.partition.rawValue) }
        func word(_ members: [BrokerID]) -> Int64 {
            members.reduce(0) { $0 * 64 + Int64($1.rawValue) + 1 }
        }
        switch self {
        case .leaderElected(let partition, let broker, let epoch, let isUnclean):
            return TraceWords(
                kind: isUnclean ? 51 : 50, a: word(partition), b: Int64(broker.rawValue),
                c: Int64(epoch.rawValue))
        case .leaderless(let partition, let epoch):
            return TraceWords(kind: 52, a: word(partition), b: Int64(epoch.rawValue))
        case .inSyncShrunk(let partition, let members):
            return TraceWords(kind: 53, a: word(partition), b: word(members))
        case .inSyncExpanded(let partition, let members):
            return TraceWords(kind: 54, a: word(partition), b: word(members))
        case .brokerFenced(let broker):
            return TraceWords(kind: 55, a: Int64(broker.rawValue))
        case .brokerUnfenced(let broker):
            return TraceWords(kind: 56, a: Int64(broker.rawValue))
        case .notEnoughReplicas(let partition):
            return TraceWords(kind: 57, a: word(partition))
        case .truncated(let partition, let broker, let from, let to):
            return TraceWords(
                kind: 58, a: word(partition) << 32 | Int64(broker.rawValue), b: from.rawValue,
                c: to.rawValue)
        case .opened(let partition, let broker, let logEnd):
            return TraceWords(
                kind: 59, a: word(partition), b: Int64(broker.rawValue), c: logEnd.rawValue)
        case .groupGeneration(let group, let generation, let members):
            return TraceWords(
                kind: 60, a: Int64(group.rawValue), b: Int64(generation.rawValue),
                c: Int64(members))
        case .memberEvicted(let group, let member):
            return TraceWords(kind: 61, a: Int64(group.rawValue), b: member.rawValue)
        }
    }
}

extension DiskCompletion {
    var traceText: String {
        let ending = error.map { ": \($0)" } ?? ""
        switch request.operation {
        case .append(_, let position, _):
            return "disk has written at \(position) of log \(request.owner)\(ending)"
        case .sync: return "disk has synced log \(request.owner)\(ending)"
        case .read(let read):
            return "disk has read \(read.buffer.count) bytes of log \(request.owner) from "
                + "\(read.from)\(ending)"
        case .remove: return "disk has removed a segment of log \(request.owner)\(ending)"
        }
    }

    var traceWords: TraceWords {
        let isRefused: Int64 = error == nil ? 0 : 1
        switch request.operation {
        case .append(_, let position, _):
            return TraceWords(kind: 60, a: Int64(request.owner), b: Int64(position), c: isRefused)
        case .sync: return TraceWords(kind: 61, a: Int64(request.owner), c: isRefused)
        case .read(let read):
            return TraceWords(
                kind: 62, a: Int64(request.owner), b: Int64(read.position), c: isRefused)
        case .remove: return TraceWords(kind: 63, a: Int64(request.owner), c: isRefused)
        }
    }
}
