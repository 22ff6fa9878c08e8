import Checker
import Records

/// A small run drawn from a seed: what was sent, and what the members of a group processed.
struct RandomHistory {
    struct Step {
        var sent: Sent
        var offset: Int64
        var member: Int
    }

    let entities: Int
    let producers: Int
    let partitions: Int
    let members: Int
    private let sender: Sender
    private(set) var sends: [(Sent, Sender.Outcome)] = []
    private(set) var steps: [Step] = []

    init(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        entities = Int.random(in: 1...6, using: &random)
        producers = Int.random(in: 1...3, using: &random)
        partitions = Int.random(in: 1...3, using: &random)
        members = Int.random(in: 1...3, using: &random)
        var sender = Sender(producers: producers, partitions: partitions)
        let isKeyed = random.chance(50)
        for _ in 0..<Int.random(in: 0...60, using: &random) {
            let entity = UInt32.random(in: 0..<UInt32(entities), using: &random)
            let partition =
                isKeyed ? Int(entity) % partitions : Int.random(in: 0..<partitions, using: &random)
            let outcomes: [Sender.Outcome] = [.acknowledged, .acknowledged, .unknown, .failed]
            let outcome = outcomes[Int.random(in: 0..<4, using: &random)]
            sends.append((sender.send(entity, to: partition, outcome), outcome))
        }
        // Sends that no table knows must come after all that are known.
        if random.chance(25) {
            for entity in 0..<UInt32(entities) where random.chance(40) {
                sends.append((sender.send(entity, to: 0, .unsent), .unsent))
            }
        }
        self.sender = sender
        let logs = Self.logs(of: sends, partitions: partitions, &random)
        steps = Self.reading(logs, members: members, &random)
    }

    /// Each partition's log after losses, repeats, swaps and forgeries.
    private static func logs(
        of sends: [(Sent, Sender.Outcome)], partitions: Int, _ random: inout SeededGenerator
    ) -> [[Sent]] {
        let trouble = [0, 3, 20][Int.random(in: 0..<3, using: &random)]
        var logs = [[Sent]](repeating: [], count: partitions)
        for (sent, outcome) in sends {
            if outcome == .failed, !random.chance(trouble) { continue }
            if random.chance(trouble) { continue }
            logs[sent.partition].append(sent)
            if random.chance(trouble),
                let again = logs[sent.partition].randomElement(using: &random)
            {
                logs[sent.partition].append(again)
            }
            if random.chance(trouble) {
                var forged = sent
                switch Int.random(in: 0..<3, using: &random) {
                case 0: forged.stamp.entity += 1000
                case 1: forged.stamp.producer += 1
                default: forged.stamp.entitySequence = 1 << 62
                }
                logs[sent.partition].append(forged)
            }
        }
        for partition in logs.indices {
            for place in logs[partition].indices where random.chance(trouble) {
                let other = min(
                    place + Int.random(in: 0...5, using: &random), logs[partition].count - 1)
                logs[partition].swapAt(place, other)
            }
        }
        return logs
    }

    /// One order of processing the logs in which each member reads its partitions from the
    /// start, now and then skipping or going back.
    private static func reading(
        _ logs: [[Sent]], members: Int, _ random: inout SeededGenerator
    ) -> [Step] {
        let trouble = [0, 0, 5][Int.random(in: 0..<3, using: &random)]
        var places = [Int](repeating: 0, count: logs.count)
        var steps: [Step] = []
        while let partition = logs.indices.filter({ places[$0] < logs[$0].count })
            .randomElement(using: &random)
        {
            let place = places[partition]
            steps.append(
                Step(
                    sent: logs[partition][place], offset: Int64(place),
                    member: partition % members))
            places[partition] += 1
            if random.chance(trouble) {
                places[partition] = max(0, place + Int.random(in: -3...4, using: &random))
            }
        }
        return steps
    }

    func judged() -> GroupVerdict {
        let group = GroupChecker(
            entities: entities, producers: producers, partitions: partitions, members: members)
        let faces = (0..<members).map(group.member)
        for step in steps {
            faces[step.member].check(
                step.sent.stamp, partition: PartitionIndex(step.sent.partition),
                offset: Offset(step.offset))
        }
        return RunVerdict(groups: [group], acks: sender.tables).total
    }

    /// The verdict by definition, from sets of everything.
    func naivelyJudged() -> GroupVerdict {
        var verdict = GroupVerdict.of(steps.count)
        var read: Set<Sent> = []
        var processed: [UInt32: Set<UInt64>] = [:]
        var offsets: [Int: Int64] = [:]
        var highest: [[Int]: UInt64] = [:]
        let known = Set(sends.map(\.0))
        for step in steps {
            let isReread = offsets[step.sent.partition].map { step.offset <= $0 } ?? false
            if isReread { verdict.offsetsReread += 1 }
            if let highest = offsets[step.sent.partition] {
                verdict.offsetsSkipped += max(0, Int(step.offset - highest) - 1)
            }
            offsets[step.sent.partition] = max(
                offsets[step.sent.partition] ?? step.offset, step.offset)
            if !known.contains(step.sent) {
                verdict.phantoms += 1
            } else if !read.insert(step.sent).inserted {
                verdict.duplicates += 1
            } else {
                let sender = [Int(step.sent.stamp.producer), step.sent.partition]
                let place = step.sent.stamp.partitionSequence
                if place < highest[sender] ?? 0, !isReread { verdict.reorderings += 1 }
                highest[sender] = max(highest[sender] ?? 0, place)
                let (entity, sequence) = (step.sent.stamp.entity, step.sent.stamp.entitySequence)
                if processed[entity, default: []].contains(where: { $0 > sequence }) {
                    verdict.keyOrderViolations += 1
                }
                processed[entity, default: []].insert(sequence)
            }
        }
        for sequences in processed.values {
            verdict.keyGaps += Int(sequences.max() ?? 0) + 1 - sequences.count
        }
        for (sent, outcome) in sends {
            switch outcome {
            case .acknowledged where !read.contains(sent): verdict.lostAcknowledged += 1
            case .failed where read.contains(sent): verdict.failedButRead += 1
            case .unsent where read.contains(sent): verdict.phantoms += 1
            default: break
            }
        }
        return verdict
    }
}
