import Client
import Messages
import Records

/// What the links and the leaders do.
extension ModelRun {
    func send(_ effects: ClientEffects) {
        for (broker, _, message) in effects.toBrokers {
            guard case .produce(let request) = message else { continue }
            transmit(request, to: broker.index)
        }
        for _ in effects.toController where !chance(20) {
            let answer = TopicMetadata(
                topic: TopicID(0),
                partitions: leaders.indices.map {
                    TopicMetadata.Partition(
                        partition: PartitionIndex($0),
                        leader: chance(10) ? nil : BrokerID(leaders[$0]),
                        leaderEpoch: LeaderEpoch(epochs[$0]))
                })
            schedule(.toClient(.metadata(answer)), after: Int64(random.next(below: 50)))
        }
    }

    private func transmit(_ request: ProduceRequest, to broker: Int) {
        let contents = request.entries.map { $0.batch.map(marks) ?? [] }
        if chance(8) {
            counts.lost += 1
            if chance(50) {
                schedule(.toClient(.disconnected(BrokerID(broker), listener: 0)), after: 10)
            }
            return
        }
        var delay = 1 + Int64(random.next(below: 20))
        if chance(8) {
            counts.late += 1
            delay += Int64(random.next(below: 2500))
        }
        schedule(.toBroker(broker, request, contents, fate()), after: delay)
    }

    private func fate() -> Fate {
        if chance(8) {
            let errors: [ErrorCode] = [
                .notEnoughReplicas, .notLeaderOrFollower, .unknownTopicOrPartition,
                .unknownLeaderEpoch,
            ]
            return .refused(errors[Int(random.next(below: 4))])
        }
        if chance(10) {
            let errors: [ErrorCode?] = [
                nil, nil, .requestTimedOut, .notEnoughReplicasAfterAppend, .kafkaStorageError,
            ]
            return .open(errors[Int(random.next(below: 5))])
        }
        return .served
    }

    func handle(_ event: Event, _ effects: inout ClientEffects) {
        switch event {
        case .toClient(let message): producer.handle(message, now: now, effects: &effects)
        case .move:
            let partition = Int(random.next(below: UInt64(leaders.count)))
            leaders[partition] = (leaders[partition] + 1) % 3
            epochs[partition] += 1
            counts.moves += 1
        case .toBroker(let broker, let request, let contents, let fate):
            serve(request, contents, fate, at: broker)
        }
    }

    private func serve(
        _ request: ProduceRequest, _ contents: [[UInt8]], _ fate: Fate, at broker: Int
    ) {
        for index in request.entries.indices {
            let entry = request.entries[index]
            guard let batch = entry.batch, marks(of: batch) == contents[index] else {
                violations.append("a batch changed while it was under way")
                continue
            }
            let partition = entry.partition.partition.index
            if leaders[partition] != broker {
                request.entries[index].error = .notLeaderOrFollower
                counts.refused += 1
                continue
            }
            if case .refused(let error) = fate {
                request.entries[index].error = error
                counts.refused += 1
                continue
            }
            append(batch, contents[index], to: partition, &request.entries[index])
            if case .open(let error?) = fate { request.entries[index].error = error }
        }
        if request.entries.allSatisfy({ $0.error == .none }), chance(8) {
            // It comes once more, after it was appended.
            counts.repeated += 1
            schedule(
                .toBroker(broker, request.copy(), contents, .open(nil)),
                after: Int64(random.next(below: 1000)))
        }
        if case .open(nil) = fate { return }
        schedule(.toClient(.produced(request)), after: 1 + Int64(random.next(below: 20)))
    }

    private func append(
        _ batch: BatchBuffer, _ marks: [UInt8], to partition: Int,
        _ entry: inout ProduceRequest.Entry
    ) {
        let header = BatchHeader(at: batch.base)
        counts.epochs.insert(header.producerEpoch)
        switch logs[partition].append(header, marks: marks) {
        case .appended(let base): entry.baseOffset = Offset(base)
        case .duplicate(let base):
            counts.duplicates += 1
            entry.baseOffset = Offset(base)
        case .outOfOrder: entry.error = .outOfOrderSequenceNumber
        case .staleEpoch: entry.error = .invalidProducerEpoch
        }
        // As a leader does, outside the checksum.
        BatchHeader.stamp(
            batch.base, baseOffset: entry.baseOffset,
            leaderEpoch: LeaderEpoch(epochs[partition]))
    }

    private func marks(of batch: BatchBuffer) -> [UInt8] {
        guard let header = try? BatchHeader.validated(batch.bytes) else { return [] }
        var cursor = RecordCursor(validated: header)
        var marks: [UInt8] = []
        while let record = try? cursor.next() { marks.append(record.value?.first ?? 0) }
        return marks
    }
}
