import ConsumerGroups
import Messages
import Records

/// Short spellings for tests.
func tp(_ topic: Int, _ partition: Int) -> TopicPartition {
    TopicPartition(topic: TopicID(topic), partition: PartitionIndex(partition))
}

/// A member with what it wants and what it had.
func member(
    _ id: Int64, _ topics: [Int], owned: [TopicPartition] = [], generation: Int32 = 1,
    instance: Int? = nil
) -> GroupMember {
    GroupMember(
        member: MemberID(id), instance: instance.map { GroupInstanceID($0) },
        subscription: GroupSubscription(
            topics: topics.map { TopicID($0) }, owned: owned,
            generation: GroupGeneration(generation)))
}

func topics(_ partitions: Int...) -> [GroupTopic] {
    partitions.enumerated().map { GroupTopic(topic: TopicID($0), partitions: $1) }
}

/// Each member's share, spelled as `t0p1 t1p0`.
func spell(_ assignments: [MemberAssignment]) -> [String] {
    assignments.map { assignment in
        assignment.partitions.map { "t\($0.topic.rawValue)p\($0.partition)" }
            .joined(separator: " ")
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): a seed gives the same numbers everywhere.
struct SeededRandom {
    private var state: UInt64

    init(_ seed: Int) { state = UInt64(bitPattern: Int64(seed)) &* 0x9e37_79b9_7f4a_7c15 }

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }

    mutating func oneIn(_ n: Int) -> Bool { below(n) == 0 }
}
