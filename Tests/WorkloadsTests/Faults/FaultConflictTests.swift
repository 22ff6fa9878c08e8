import Testing
import Workloads

@Suite struct FaultConflictTests {
    private func problem(_ faults: [String], _ settings: String = "") -> String {
        let list = faults.map { "  - {\($0)}\n" }.joined()
        return message("run: {duration: 60s}\n\(settings)\nfaults:\n\(list)")
    }

    private static let three = "topic: {replication.factor: 3, partitions: 6}"

    @Test(arguments: [
        (
            "at: 5s, kill: 1, for: 3s", "at: 6s, pause: 1, for: 1s",
            "pause: 1 at 6s excludes kill: 1 at 5s (faults[0]), which lasts until 8s"
        ),
        (
            "at: 5s, kill: 1", "at: 50s, restart: 1",
            "restart: 1 at 50s excludes kill: 1 at 5s (faults[0]), which never heals"
        ),
        (
            "at: 5s, power-loss: 1, for: 1s", "at: 6s, kill: 1, for: 1s",
            "kill: 1 at 6s excludes power-loss: 1 at 5s (faults[0]), which lasts until 6s"
        ),
        (
            "at: 5s, restart: leader", "at: 5s, pause: leader, for: 1s",
            "pause: leader, partition: 0 at 5s excludes restart: leader, partition: 0 at 5s "
                + "(faults[0]), which lasts until 5s"
        ),
        (
            "at: 5s, slow: 1, factor: 2, for: 2s", "at: 6s, slow: 1, factor: 3, for: 2s",
            "slow: 1, factor: 3 at 6s excludes slow: 1, factor: 2 at 5s (faults[0]), "
                + "which lasts until 7s"
        ),
        (
            "at: 5s, disk-full: 1, for: 2s", "at: 6s, disk-error: 1",
            "disk-error: 1 at 6s excludes disk-full: 1 at 5s (faults[0]), which lasts until 7s"
        ),
        (
            "at: 5s, cut: 1, to: 2", "at: 6s, delay: 2, to: 1, by: 1s",
            "delay: 2, to: 1, by: 1s at 6s excludes cut: 1, to: 2 at 5s (faults[0]), "
                + "which never heals"
        ),
        (
            "at: 5s, lose: clients, to: brokers, share: 5%",
            "at: 6s, lose: clients, to: brokers, share: 6%",
            "lose: clients, to: brokers, share: 6% at 6s excludes "
                + "lose: clients, to: brokers, share: 5% at 5s (faults[0]), which never heals"
        ),
        (
            "at: 5s, crash-consumer: 0, for: 2s", "at: 6s, crash-consumer: 0",
            "crash-consumer: 0 at 6s excludes crash-consumer: 0 at 5s (faults[0]), "
                + "which lasts until 7s"
        ),
    ])
    func `two that exclude each other are an error at the later`(
        first: String, second: String, expected: String
    ) {
        let text = problem([first, second], Self.three)
        #expect(text.hasPrefix("w.yaml:7:"))
        #expect(text.hasSuffix(": faults[1]: \(expected)"))
        // The order in the file does not matter, unless both begin together.
        guard !first.hasPrefix("at: 5s, restart: leader") else { return }
        let swapped = problem([second, first], Self.three)
        #expect(swapped.hasPrefix("w.yaml:6:"))
        #expect(swapped.hasSuffix(expected.replacing("(faults[0])", with: "(faults[1])")))
    }

    @Test(arguments: [
        ("at: 5s, kill: 1, for: 3s", "at: 9s, pause: 1, for: 1s"),
        ("at: 5s, kill: 1, for: 3s", "at: 6s, pause: 2, for: 1s"),
        // Another broker may lead by then.
        ("at: 5s, pause: leader, for: 3s", "at: 6s, pause: leader, for: 1s"),
        ("at: 5s, kill: leader", "at: 5s, pause: follower, for: 1s"),
        ("at: 5s, kill: leader", "at: 5s, kill: leader, partition: 1"),
        ("at: 5s, kill: 1, for: 3s", "at: 6s, disk-full: 1, for: 3s"),
        ("at: 5s, slow: 1, factor: 2", "at: 6s, slow-disk: 1, by: 1ms"),
        ("at: 5s, bit-rot: 1", "at: 5s, bit-rot: 1"),
        ("at: 5s, cut: 1, to: 2, one-way: true", "at: 5s, cut: 2, to: 1, one-way: true"),
        ("at: 5s, lose: 1, to: 2, share: 5%", "at: 5s, delay: 1, to: 2, by: 1s"),
        ("at: 5s, crash-consumer: 0, for: 2s", "at: 6s, crash-producer: 0, for: 2s"),
        ("at: 5s, add-partitions: 7", "at: 5s, kill: leader"),
    ])
    func `others may be at the same time`(first: String, second: String) {
        #expect(problem([first, second], Self.three) == "no error, but 1 cells")
    }

    @Test func `a fault excludes its own repetition when it does not heal`() {
        #expect(
            problem(["at: 5s, kill: 1, every: 2s"])
                == "w.yaml:6:20: faults[0]: kill: 1 at 7s excludes kill: 1 at 5s (faults[0]), "
                + "which never heals")
    }

    @Test func `with one broker or one replica the words mean one broker`() {
        let two = ["at: 5s, kill: leader, for: 3s", "at: 6s, pause: leader, for: 1s"]
        #expect(problem(two, Self.three) == "no error, but 1 cells")
        #expect(problem(two).hasSuffix("(faults[0]), which lasts until 8s"))
        let named = ["at: 5s, kill: leader, for: 3s", "at: 6s, pause: 0, for: 1s"]
        #expect(problem(named) == "no error, but 1 cells")
        #expect(
            problem(named, "cluster: {brokers: 1}").hasSuffix("(faults[0]), which lasts until 8s"))
    }

    @Test func `no more brokers can be down than there are`() {
        let kills = (0..<3).map { "at: 5s, kill: \($0), for: 9s" }
        #expect(problem(kills, Self.three) == "no error, but 1 cells")
        #expect(
            problem(kills + ["at: 6s, kill: leader"], Self.three)
                == "w.yaml:9:20: faults[3]: 4 brokers would be down at 6s; "
                + "cluster.brokers is 3")
    }

    @Test func `a partition has no leader when all of its brokers are down`() {
        let three = "cluster: {brokers: 9}\ntopic: {replication.factor: 3}"
        #expect(
            problem(["at: 5s, kill: leader, every: 1s"], three)
                == "w.yaml:7:20: faults[0]: partition 0 has no leader at 8s, with 3 of its "
                + "brokers down; topic.replication.factor is 3")
        #expect(problem(["at: 5s, kill: leader, every: 1s, times: 3"], three).hasPrefix("no error"))
        #expect(
            problem(
                ["at: 5s, kill: leader", "at: 6s, kill: follower", "at: 7s, kill: follower"], three)
                == "w.yaml:9:20: faults[2]: partition 0 has no follower at 7s, with 2 of its "
                + "brokers down; topic.replication.factor is 3")
        #expect(problem(["at: 5s, kill: leader, every: 4s, for: 3s"], three).hasPrefix("no error"))
    }

    @Test func `a conflict of some cells skips those`() throws {
        let file = try workload(
            """
            topic: {replication.factor: [1, 3]}
            faults: [{at: 1s, kill: leader}, {at: 2s, kill: leader}]

            """)
        #expect(file.cells.map(\.topic.replicationFactor) == [3])
        #expect(
            file.skipped.map(\.description) == [
                "topic.replication.factor=1: faults[1]: kill: leader, partition: 0 at 2s excludes "
                    + "kill: leader, partition: 0 at 1s (faults[0]), which never heals"
            ])
    }
}
