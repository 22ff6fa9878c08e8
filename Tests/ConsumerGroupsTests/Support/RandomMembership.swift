import ConsumerGroups
import Messages
import Records

/// A group before and after a change of its members, drawn from a seed.
struct RandomMembership {
    let topics: [GroupTopic]
    /// Members with what the sticky assignor had given them, where they had been there.
    let members: [GroupMember]

    init(seed: Int) {
        var random = SeededRandom(seed)
        let topics = (0...random.below(5)).map {
            GroupTopic(topic: TopicID($0), partitions: random.below(10))
        }
        let isUniform = random.oneIn(2)
        func subscription(_ random: inout SeededRandom) -> [Int] {
            let all = topics.map { Int($0.topic.rawValue) }
            return isUniform ? all : all.filter { _ in random.below(3) > 0 }
        }
        var members = (0...random.below(8)).map {
            member(Int64($0 + 1), subscription(&random))
        }
        for generation in Int32(1)...Int32(1 + random.below(3)) {
            let shares = GroupAssignor.assign(.sticky, topics: topics, members: members)
            for (index, share) in shares.enumerated() where random.below(4) > 0 {
                // One in four missed the generation, and claims what it had before.
                members[index].subscription.owned = share.partitions
                members[index].subscription.generation = GroupGeneration(generation)
            }
            let leaving = members.map { _ in random.oneIn(4) }
            let stays = zip(members, leaving).filter { !$1 }.map(\.0)
            members = stays.isEmpty ? [members[0]] : stays
            for _ in 0..<random.below(3) {
                let next = (members.map(\.member.rawValue).max() ?? 0) + 1
                members.append(member(next, subscription(&random), generation: -1))
            }
            if !isUniform, random.oneIn(2) {
                let index = random.below(members.count)
                members[index].subscription.topics = subscription(&random).map { TopicID($0) }
            }
        }
        self.topics = topics
        self.members = members
    }
}
