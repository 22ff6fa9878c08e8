import Checker
import Records

/// Counts the anomalies of a small history straight from their definitions, by looking at every
/// pair, permitted or not. Written without the checker's code.
struct NaiveHistoryOracle {
    private struct Send {
        var invocation: SendInvocation
        var completion: SendCompletion?
    }

    private struct Read {
        var poll: Int
        var result: PollResult
        var record: PolledRecord

        var consumer: String { result.group + "/" + result.consumer }
        var partition: PartitionIndex { result.partition }
    }

    private var sends: [Send] = []
    private var reads: [Read] = []

    init(_ events: [HistoryEvent]) {
        for (index, event) in events.enumerated() {
            switch event {
            case .invoke(let invocation): sends.append(Send(invocation: invocation))
            case .complete(let completion):
                for place in sends.indices where sends[place].invocation.value == completion.value {
                    sends[place].completion = completion
                }
            case .poll(let result):
                reads += result.records.map { Read(poll: index, result: result, record: $0) }
            default: break
            }
        }
    }

    var counts: [HistoryAnomaly: Int] {
        var counts: [HistoryAnomaly: Int] = [:]
        countVersions(&counts)
        countSends(&counts)
        countPolls(&counts)
        countKeys(&counts)
        return counts.filter { $0.value > 0 }
    }

    private func isGenuine(_ read: Read) -> Bool {
        sends.contains {
            $0.invocation.value == read.record.value && $0.invocation.partition == read.partition
                && $0.invocation.time <= read.result.time
        }
    }

    private func genuineReads(of send: Send) -> [Read] {
        reads.filter { $0.record.value == send.invocation.value && isGenuine($0) }
    }

    private func offsets(of send: Send) -> Set<Int64> {
        Set(
            genuineReads(of: send).map(\.record.offset.rawValue)
                + [send.completion?.offset?.rawValue].compactMap { $0 })
    }

    private func values(in partition: PartitionIndex) -> [Int64: Set<HistoryValue>] {
        var values: [Int64: Set<HistoryValue>] = [:]
        for read in reads where read.partition == partition {
            values[read.record.offset.rawValue, default: []].insert(read.record.value)
        }
        for send in sends where send.invocation.partition == partition {
            if let offset = send.completion?.offset {
                values[offset.rawValue, default: []].insert(send.invocation.value)
            }
        }
        return values
    }

    private var partitions: Set<PartitionIndex> {
        Set(reads.map(\.partition) + sends.map(\.invocation.partition))
    }

    private func countVersions(_ counts: inout [HistoryAnomaly: Int]) {
        for partition in partitions {
            let values = values(in: partition)
            counts[.inconsistentOffsets, default: 0] += values.count { $0.value.count > 1 }
            var epochs: [LeaderEpoch] = []
            for offset in values.keys.sorted() {
                let last = reads.last {
                    $0.partition == partition && $0.record.offset.rawValue == offset
                        && $0.record.leaderEpoch != nil
                }
                if let epoch = last?.record.leaderEpoch { epochs.append(epoch) }
            }
            counts[.epochRegression, default: 0] += zip(epochs, epochs.dropFirst())
                .count { $1 < $0 }
        }
        let phantoms = reads.filter { !isGenuine($0) }
        counts[.phantom] =
            Set(phantoms.map { "\($0.partition) \($0.record.offset) \($0.record.value)" }).count
        counts[.duplicate] = sends.count { offsets(of: $0).count > 1 }
    }

    private func countSends(_ counts: inout [HistoryAnomaly: Int]) {
        for (index, send) in sends.enumerated() {
            let isRead = !genuineReads(of: send).isEmpty
            let partition = send.invocation.partition
            if send.completion?.outcome == .fail, isRead { counts[.abortedRead, default: 0] += 1 }
            if send.completion?.outcome == .ok, !isRead {
                counts[.unseen, default: 0] += 1
                let highest = reads.filter { $0.partition == partition }
                    .map(\.record.offset).max()
                if let highest, let offset = send.completion?.offset, offset <= highest {
                    counts[.lostWrite, default: 0] += 1
                }
            }
            guard let landed = offsets(of: send).min() else { continue }
            let isOvertaken = sends[..<index].contains { earlier in
                earlier.invocation.value.producer == send.invocation.value.producer
                    && earlier.invocation.partition == partition
                    && (offsets(of: earlier).min() ?? -1) > landed
            }
            if isOvertaken { counts[.nonmonotonicSend, default: 0] += 1 }
            let isLate = sends.contains { other in
                guard let completion = other.completion, let offset = completion.offset else {
                    return false
                }
                return other.invocation.partition == partition
                    && completion.time < send.invocation.time && offset.rawValue >= landed
            }
            if isLate { counts[.realtimeOrder, default: 0] += 1 }
        }
    }

    private func countPolls(_ counts: inout [HistoryAnomaly: Int]) {
        var gaps: Set<String> = []
        for (index, read) in reads.enumerated() {
            let before = reads[..<index].last {
                $0.consumer == read.consumer && $0.partition == read.partition
            }
            guard let before else { continue }
            let order = values(in: read.partition).keys.sorted()
            let from = order.firstIndex(of: before.record.offset.rawValue) ?? 0
            let to = order.firstIndex(of: read.record.offset.rawValue) ?? 0
            let isWithin = before.poll == read.poll
            if to - from > 1 {
                counts[isWithin ? .intPollSkip : .pollSkip, default: 0] += 1
            } else if to - from < 1 {
                counts[isWithin ? .intNonmonotonicPoll : .nonmonotonicPoll, default: 0] += 1
            } else if order[to] - order[from] > 1 {
                gaps.insert("\(read.partition) \(to)")
            }
        }
        counts[.offsetGap] = gaps.count
    }

    private func countKeys(_ counts: inout [HistoryAnomaly: Int]) {
        for group in Set(reads.map(\.result.group)) {
            var processed: [(value: HistoryValue, key: HistoryKey)] = []
            for read in reads where read.result.group == group && isGenuine(read) {
                let value = read.record.value
                let send = sends.first { $0.invocation.value == value }
                guard let key = send?.invocation.key else { continue }
                if processed.contains(where: { $0.value == value }) {
                    counts[.keyDuplicate, default: 0] += 1
                } else if processed.contains(where: {
                    $0.key.name == key.name && $0.key.sequence > key.sequence
                }) {
                    counts[.keyOrder, default: 0] += 1
                }
                processed.append((value, key))
            }
            for send in sends {
                guard let key = send.invocation.key, let landed = offsets(of: send).min(),
                    !processed.contains(where: { $0.value == send.invocation.value }),
                    processed.contains(where: {
                        $0.key.name == key.name && $0.key.sequence > key.sequence
                    }),
                    reads.contains(where: {
                        $0.result.group == group && $0.partition == send.invocation.partition
                            && $0.record.offset.rawValue <= landed
                    })
                else { continue }
                counts[.keyGap, default: 0] += 1
            }
        }
    }
}
