import Checker
import Records
import Testing

/// Histories drawn from seeds.
@Suite struct RandomVerdictTests {
    /// Anything goes: values at wrong offsets, read twice, never sent, acknowledged and gone.
    private func chaos(seed: UInt64) -> Story {
        var random = SeededGenerator(seed: seed)
        var story = Story {
            $0.acks = random.chance(50) ? .all : .leader
            $0.isIdempotent = random.chance(50)
            $0.uncleanLeaderElection = random.chance(20)
            $0.isCompacted = random.chance(20)
            $0.hasRetention = random.chance(20)
        }
        let offsets = Int64.random(in: 2...14, using: &random)
        var open: [String] = []
        var sent: [(value: String, partition: Int)] = []
        var keySequences: [String: Int] = [:]
        for step in 0..<Int.random(in: 5...60, using: &random) {
            story.isTicking = random.chance(80)
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<4:
                let value = "\(Int.random(in: 0..<2, using: &random)):\(step)"
                let partition = Int.random(in: 0..<2, using: &random)
                let name = ["a", "b", "c"].randomElement(using: &random) ?? "a"
                keySequences[name, default: -1] += Int.random(in: 1...2, using: &random)
                let key = "\(name) \(keySequences[name] ?? 0)"
                story.invoke(value, to: partition, key: random.chance(70) ? key : nil)
                open.append(value)
                sent.append((value, partition))
            case 4..<7:
                guard !open.isEmpty else { continue }
                let value = open.remove(at: Int.random(in: 0..<open.count, using: &random))
                if random.chance(70) {
                    story.complete(value, at: Int64.random(in: 0..<offsets, using: &random))
                } else {
                    story.complete(value, random.chance(50) ? .fail : .info)
                }
            case 7: story.fault("kill")
            default:
                let partition = Int.random(in: 0..<2, using: &random)
                let records = (0..<Int.random(in: 0..<5, using: &random)).map { _ -> String in
                    let candidates =
                        random.chance(90) ? sent.filter { $0.partition == partition } : sent
                    let value = candidates.randomElement(using: &random)?.value ?? "8:8"
                    let epoch = random.chance(50) ? "/\(Int.random(in: 0..<3, using: &random))" : ""
                    return "\(Int64.random(in: 0..<offsets, using: &random))=\(value)\(epoch)"
                }
                story.poll(
                    records.joined(separator: " "), of: partition,
                    by: random.chance(50) ? "c" : "d", group: random.chance(50) ? "g" : "h")
            }
        }
        return story
    }

    @Test(arguments: 0..<40) func countsAgreeWithTheDefinitions(_ block: UInt64) throws {
        for seed in block * 20..<(block + 1) * 20 {
            let story = chaos(seed: seed)
            let verdict = try story.verdict()
            let counts = verdict.counts.filter { $0.forbidden + $0.permitted > 0 }
                .map { ($0.anomaly, $0.forbidden + $0.permitted) }
            let found = Dictionary(uniqueKeysWithValues: counts)
            #expect(found == NaiveHistoryOracle(story.events).counts, "seed \(seed)")
            #expect(!verdict.lines.contains { $0.contains("miscounted") }, "seed \(seed)")
            #expect(try story.verdict() == verdict, "seed \(seed)")
        }
    }

    @Test func theSeedsDrawEveryAnomaly() throws {
        var drawn: Set<HistoryAnomaly> = []
        for seed in 0..<200 as Range<UInt64> {
            drawn.formUnion(try chaos(seed: seed).verdict().findings.map(\.anomaly))
        }
        #expect(HistoryAnomaly.allCases.filter { !drawn.contains($0) } == [])
    }

    /// A log as it should be: three partitions, keys that keep to theirs, two groups that read
    /// all of it, a last record without a key in partition 0.
    private func order(seed: UInt64) -> Story {
        var random = SeededGenerator(seed: seed)
        var story = Story()
        var logs: [[String]] = [[], [], []]
        var read = [[0, 0, 0], [0, 0, 0]]
        for step in 0..<200 {
            let partition = Int.random(in: 0..<3, using: &random)
            story.send(
                "\(partition):\(step)", to: partition, at: Int64(logs[partition].count),
                key: random.chance(80) ? "k\(partition) \(step)" : nil)
            logs[partition].append("\(partition):\(step)")
            let group = Int.random(in: 0..<2, using: &random)
            if random.chance(30) { poll(logs, group, partition, &read, &story) }
        }
        story.send("9:0", to: 0, at: Int64(logs[0].count))
        logs[0].append("9:0")
        for group in 0..<2 {
            for partition in 0..<3 { poll(logs, group, partition, &read, &story) }
        }
        return story
    }

    private func poll(
        _ logs: [[String]], _ group: Int, _ partition: Int, _ read: inout [[Int]],
        _ story: inout Story
    ) {
        let records = logs[partition].indices.dropFirst(read[group][partition])
            .map { "\($0)=\(logs[partition][$0])/\($0 / 10)" }
        read[group][partition] = logs[partition].count
        story.poll(
            records.joined(separator: " "), of: partition, by: "c\(group)", group: "g\(group)")
    }

    @Test(arguments: 0..<20) func orderIsClean(_ seed: UInt64) throws {
        #expect(try order(seed: seed).found() == [], "seed \(seed)")
    }

    /// One thing goes wrong behind the last record of partition 0: only that is found.
    @Test(arguments: 0..<20) func onePlantedAnomalyIsFoundAlone(_ seed: UInt64) throws {
        var next: Int64 = 0
        for event in order(seed: seed).events {
            if case .invoke(let invocation) = event, invocation.partition.rawValue == 0 {
                next += 1
            }
        }
        let plants: [(String, (inout Story) -> Void)] = [
            ("phantom", { $0.poll("\(next)=9:1", by: "c0", group: "g0") }),
            (
                "aborted-read",
                {
                    $0.invoke("9:1")
                    $0.complete("9:1", .fail)
                    $0.poll("\(next)=9:1", by: "c0", group: "g0")
                }
            ),
            ("unseen", { $0.send("9:1", at: next) }),
            ("nonmonotonic-poll", { $0.poll("\(next - 1)=9:0", by: "c0", group: "g0") }),
            ("duplicate", { $0.poll("\(next)=9:0", by: "c0", group: "g0") }),
            (
                "offset-gap",
                {
                    $0.send("9:1", at: next + 3)
                    $0.poll("\(next + 3)=9:1", by: "c0", group: "g0")
                }
            ),
            (
                "epoch-regression",
                {
                    $0.send("9:1", at: next)
                    $0.poll("\(next)=9:1/0", by: "c0", group: "g0")
                }
            ),
            (
                "int-nonmonotonic-poll",
                {
                    $0.send("9:1", at: next)
                    $0.poll("\(next)=9:1 \(next)=9:1", by: "c0", group: "g0")
                }
            ),
            (
                "inconsistent-offsets",
                {
                    $0.invoke("9:1")
                    $0.invoke("8:1")
                    $0.poll("\(next)=9:1", by: "c0", group: "g0")
                    $0.poll("\(next)=8:1", by: "c1", group: "g1")
                }
            ),
        ]
        for (anomaly, plant) in plants {
            var story = order(seed: seed)
            plant(&story)
            let found = try story.found()
            #expect(
                found.count == 1 && found[0].hasPrefix(anomaly + " forbidden"),
                "seed \(seed): \(anomaly) gave \(found)")
        }
    }
}
