import Messages
import Records
import Storage

/// How messages and events read in a trace, and what the digest takes of them.
extension Parcel.Message {
    var traceText: String {
        switch self {
        case .toBroker(let message): message.traceText
        case .toController(let message): message.traceText
        case .toClient(let message): message.traceText
        }
    }

    var traceWords: TraceWords {
        switch self {
        case .toBroker(let message): message.traceWords
        case .toController(let message): message.traceWords
        case .toClient(let message): message.traceWords
        }
    }
}

extension TopicPartition {
    fileprivate var text: String { "partition \(partition)" }
    fileprivate var word: Int64 { Int64(partition.rawValue) }
}

extension FetchRequest.Reader {
    fileprivate var text: String {
        switch self {
        case .consumer(let client): "client \(client.rawValue)"
        case .follower(let broker): "broker \(broker)"
        case .coordinator: "the coordinator"
        }
    }
}

extension BrokerMessage {
    var traceText: String {
        switch self {
        case .produce(let request):
            request.entries.reduce("produce from client \(request.client.rawValue)") {
                $0 + ", \($1.partition.text): \($1.recordCount) records"
            }
        case .fetch(let request):
            "fetch of \(request.partition.text) from \(request.offset) in epoch "
                + "\(request.leaderEpoch) by \(request.reader.text)"
                + (request.lastFetchedEpoch.map { ", after epoch \($0)" } ?? "")
        case .fetched(let response): response.traceText
        case .alterPartition(let response):
            "answer \(response.error) about \(response.state.traceText)"
        case .registered(let answer): "registered, broker epoch \(answer.brokerEpoch)"
        case .metadata(let update):
            update.partitions.reduce(
                "metadata \(update.after) to \(update.version)"
                    + (update.mayShutDown ? ", may shut down" : "")
            ) { $0 + "; " + $1.state.traceText }
        case .retentionFloor(let partition, let offset):
            "retention floor \(offset) of \(partition.text)"
        case .listOffset(let request):
            "client \(request.client.rawValue) asks for the \(request.place) offset of "
                + "\(request.partition.text)"
        case .joinGroup, .syncGroup, .groupHeartbeat, .leaveGroup, .offsetCommit, .offsetFetch:
            groupText
        }
    }

    var traceWords: TraceWords {
        switch self {
        case .produce(let request):
            TraceWords(
                kind: 20, a: Int64(request.client.rawValue), b: Int64(request.entries.count),
                c: request.entries.reduce(0) { $0 + Int64($1.recordCount) })
        case .fetch(let request):
            TraceWords(
                kind: 21, a: request.partition.word, b: request.offset.rawValue,
                c: Int64(request.leaderEpoch.rawValue))
        case .fetched(let response): response.traceWords
        case .alterPartition(let response):
            TraceWords(
                kind: 23, a: response.state.partition.word,
                b: Int64(response.state.partitionEpoch), c: Int64(response.error.rawValue))
        case .registered(let answer): TraceWords(kind: 24, a: answer.brokerEpoch)
        case .metadata(let update):
            TraceWords(
                kind: 25, a: update.after, b: update.version, c: Int64(update.partitions.count))
        case .retentionFloor(let partition, let offset):
            TraceWords(kind: 26, a: partition.word, b: offset.rawValue)
        case .listOffset(let request):
            TraceWords(
                kind: 27, a: request.partition.word, b: Int64(request.client.rawValue),
                c: request.number)
        case .joinGroup, .syncGroup, .groupHeartbeat, .leaveGroup, .offsetCommit, .offsetFetch:
            groupWords
        }
    }
}

extension FetchResponse {
    fileprivate var traceText: String {
        var text = "answer for \(partition.text) from \(offset) in epoch \(leaderEpoch): "
        if error != .none {
            text += "\(error)"
        } else if let divergingEpoch {
            text += "departs, epoch \(divergingEpoch.epoch) ends at \(divergingEpoch.endOffset)"
        } else {
            text += "\(batches?.count ?? 0) bytes"
        }
        return text + ", high watermark \(highWatermark)"
    }

    fileprivate var traceWords: TraceWords {
        TraceWords(
            kind: 22, a: partition.word << 32 | Int64(error.rawValue) & 0xffff_ffff,
            b: offset.rawValue << 20 ^ highWatermark.rawValue, c: Int64(batches?.count ?? -1))
    }
}

extension PartitionState {
    var traceText: String {
        let leader = leader.map { "leader \($0)" } ?? "no leader"
        return "\(partition.text): \(leader) in epoch \(leaderEpoch), in sync \(inSyncReplicas), "
            + "partition epoch \(partitionEpoch)"
    }
}

extension ControllerMessage {
    var traceText: String {
        switch self {
        case .register(let registration):
            "broker \(registration.broker) registers its incarnation \(registration.incarnation)"
                + (registration.isClean ? ", clean" : "")
        case .heartbeat(let heartbeat):
            "broker \(heartbeat.broker) lives, knows version \(heartbeat.metadataVersion)"
                + (heartbeat.wantsShutdown ? ", wants to shut down" : "")
        case .alterPartition(let request):
            "broker \(request.leader) asks for \(request.members.map(\.broker)) in sync of "
                + "\(request.partition.text), on partition epoch \(request.partitionEpoch)"
        case .metadata(let client, _): "client \(client.rawValue) asks where partitions are"
        case .createPartitions(_, let count): "the topic is to have \(count) partitions"
        }
    }

    var traceWords: TraceWords {
        switch self {
        case .register(let registration):
            TraceWords(
                kind: 30, a: Int64(registration.broker.rawValue), b: registration.incarnation,
                c: registration.isClean ? 1 : 0)
        case .heartbeat(let heartbeat):
            TraceWords(
                kind: 31, a: Int64(heartbeat.broker.rawValue), b: heartbeat.metadataVersion,
                c: heartbeat.wantsShutdown ? 1 : 0)
        case .alterPartition(let request):
            TraceWords(
                kind: 32, a: request.partition.word, b: Int64(request.partitionEpoch),
                c: request.members.reduce(0) { $0 * 64 + Int64($1.broker.rawValue) + 1 })
        case .metadata(let client, _): TraceWords(kind: 33, a: Int64(client.rawValue))
        case .createPartitions(_, let count): TraceWords(kind: 34, a: Int64(count))
        }
    }
}

extension ClientMessage {
    var traceText: String {
        switch self {
        case .produced(let request):
            request.entries.reduce("answer to produce") {
                $0 + ", \($1.partition.text): "
                    + ($1.error == .none ? "at \($1.baseOffset)" : "\($1.error)")
            }
        case .fetched(let response): response.traceText
        case .metadata(let metadata):
            metadata.partitions.reduce("metadata") {
                let leader = $1.leader.map { "broker \($0)" } ?? "nobody"
                return $0 + "; partition \($1.partition): \(leader) in epoch \($1.leaderEpoch)"
            }
        case .disconnected(let broker, _): "the connection to broker \(broker) broke"
        case .offsetListed(let response):
            "offset of \(response.partition.text): "
                + (response.error == .none ? "\(response.offset)" : "\(response.error)")
        case .joinedGroup, .syncedGroup, .groupHeartbeat, .leftGroup, .offsetsCommitted,
            .offsetsFetched:
            groupText
        }
    }

    var traceWords: TraceWords {
        switch self {
        case .produced(let request):
            TraceWords(
                kind: 40, a: Int64(request.entries.count),
                b: request.entries.first?.baseOffset.rawValue ?? -1,
                c: Int64(request.entries.first?.error.rawValue ?? -1))
        case .fetched(let response): response.traceWords
        case .metadata(let metadata):
            TraceWords(kind: 41, a: Int64(metadata.partitions.count))
        case .disconnected(let broker, _): TraceWords(kind: 42, a: Int64(broker.rawValue))
        case .offsetListed(let response):
            TraceWords(
                kind: 43, a: response.partition.word, b: response.offset.rawValue,
                c: Int64(response.error.rawValue))
        case .joinedGroup, .syncedGroup, .groupHeartbeat, .leftGroup, .offsetsCommitted,
            .offsetsFetched:
            groupWords
        }
    }
}
