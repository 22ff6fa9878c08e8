import ConsumerGroups
import Messages
import Records
import TestOracles
import Testing

/// kafka-python's assignors divide a thousand random memberships as these do; sticky ones may
/// differ where both are as good.
@Suite struct KafkaPythonAssignorTests {
    private static let count = 1000

    /// Reads memberships as `topic:partitions ... | member;generation;topics;owned | ...` and
    /// prints each member's share, after a dot that stands for a line without any.
    private static let script = """
        import sys
        from types import SimpleNamespace
        from kafka.coordinator.assignors.range import RangePartitionAssignor
        from kafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor
        from kafka.coordinator.assignors.sticky.sticky_assignor import (
            StickyPartitionAssignor, StickyAssignorUserDataV1)
        assignors = {'range': RangePartitionAssignor, 'roundrobin': RoundRobinPartitionAssignor,
                     'sticky': StickyPartitionAssignor}
        class Cluster:
            def __init__(self, counts): self.counts = counts
            def topics(self): return set(self.counts)
            def partitions_for_topic(self, topic):
                return set(range(self.counts[topic])) if topic in self.counts else None
        for line in sys.stdin:
            fields = [field.strip() for field in line.split('|')]
            counts = {}
            for entry in fields[1].split():
                topic, count = entry.split(':')
                counts[topic] = int(count)
            members = {}
            for field in fields[2:]:
                name, generation, topics, owned = field.split(';')
                previous = {}
                for entry in owned.split():
                    topic, partition = entry.split('.')
                    previous.setdefault(topic, []).append(int(partition))
                data = StickyAssignorUserDataV1(list(previous.items()), int(generation))
                members[name] = SimpleNamespace(
                    subscription=topics.split(),
                    user_data=data.encode() if previous else b'')
            shares = assignors[fields[0]].assign(Cluster(counts), members)
            print('.' + '|'.join(
                ' '.join(f'{t}.{p}' for t, ps in shares[m].assignment for p in ps)
                for m in members))
        """

    /// Names that stand in the order of the numbers.
    private static func name(_ number: some BinaryInteger) -> String {
        "\(1000 + Int(number))"
    }

    private static func line(_ assignor: AssignorName, _ drawn: RandomMembership) -> String {
        let topics = drawn.topics.map { "\(name($0.topic.rawValue)):\($0.partitions)" }
        let members = drawn.members.map { member in
            [
                name(member.member.rawValue), "\(member.subscription.generation)",
                member.subscription.topics.map { name($0.rawValue) }.joined(separator: " "),
                member.subscription.owned.map {
                    "\(name($0.topic.rawValue)).\($0.partition)"
                }.joined(separator: " "),
            ].joined(separator: ";")
        }
        return ([assignor.rawValue, topics.joined(separator: " ")] + members)
            .joined(separator: "|")
    }

    private static func shares(_ answer: String) throws -> [[TopicPartition]] {
        try answer.split(separator: "|", omittingEmptySubsequences: false).map { share in
            try share.split(separator: " ").map { entry in
                let numbers = try entry.split(separator: ".").map { try #require(Int($0)) }
                return tp(numbers[0] - 1000, numbers[1])
            }
        }
    }

    /// kafka-python's answer to each membership.
    private static func oracle(
        _ assignor: AssignorName
    ) throws -> [(seed: Int, drawn: RandomMembership, shares: [[TopicPartition]])] {
        let drawn = (0..<count).map { RandomMembership(seed: $0) }
        // A blank first byte, so that a line without shares is a line too.
        let answers = try PythonOracle.kafka.lines(
            running: script,
            input: drawn.map { line(assignor, $0) })
        try #require(answers.count == count)
        return try answers.enumerated().map {
            ($0, drawn[$0], try shares(String($1.dropFirst())))
        }
    }

    @Test(arguments: [AssignorName.range, .roundRobin])
    func plainAssignorsAgree(assignor: AssignorName) throws {
        for (seed, drawn, expected) in try Self.oracle(assignor) {
            let found = GroupAssignor.assign(
                assignor, topics: drawn.topics, members: drawn.members)
            try #require(found.map(\.partitions) == expected, "seed \(seed)")
        }
    }

    @Test func stickyIsAsBalancedAndKeepsAsMuch() throws {
        var kept = 0
        for (seed, drawn, theirs) in try Self.oracle(.sticky) {
            let found = GroupAssignor.assign(
                .sticky, topics: drawn.topics, members: drawn.members)
            let ours = Balance(found.map(\.partitions), members: drawn.members)
            let others = Balance(theirs, members: drawn.members)
            try #require(
                ours.unevenness <= others.unevenness, "seed \(seed): \(ours), \(others)")
            if ours.unevenness == others.unevenness {
                try #require(ours.kept >= others.kept, "seed \(seed): \(ours), \(others)")
            }
            kept += ours.kept
        }
        #expect(kept > Self.count)
    }
}
