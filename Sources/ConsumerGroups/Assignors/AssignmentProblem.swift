import Messages
import Records

/// What is to be divided among whom, with numbers in place of names: members in their order, and
/// the partitions of all topics one after the other.
struct AssignmentProblem {
    /// In the order that assignment goes by: static members by their instance, then dynamic ones
    /// by their id (KIP-345).
    let members: [GroupMember]
    /// Topics that have partitions and subscribers, by their id.
    let topics: [GroupTopic]
    /// The number of each topic's first partition.
    let firstPartitions: [Int]
    /// Each topic's subscribers, in order.
    let subscribers: [[Int]]
    /// Each partition's topic, as its place in `topics`.
    let topicOfPartition: [Int]
    /// The place of each member among the arguments, by its place here.
    private let places: [Int]
    private let topicNumbers: [TopicID: Int]

    /// Of a partition that nobody has.
    static let nobody = -1

    init(topics: [GroupTopic], members: [GroupMember]) {
        let places = members.indices.sorted { members[$0].comesBefore(members[$1]) }
        self.places = places
        let ordered = places.map { members[$0] }
        self.members = ordered
        var subscribersOf: [TopicID: [Int]] = [:]
        for (number, member) in ordered.enumerated() {
            for topic in member.subscription.topics
            where subscribersOf[topic]?.last != number {
                subscribersOf[topic, default: []].append(number)
            }
        }
        let known = topics.filter { $0.partitions > 0 && subscribersOf[$0.topic] != nil }
            .sorted { $0.topic < $1.topic }
        self.topics = known
        subscribers = known.map { subscribersOf[$0.topic] ?? [] }
        var first = 0
        var firsts: [Int] = []
        var owners: [Int] = []
        var numbers: [TopicID: Int] = [:]
        for (number, topic) in known.enumerated() {
            firsts.append(first)
            first += topic.partitions
            owners += repeatElement(number, count: topic.partitions)
            numbers[topic.topic] = number
        }
        firstPartitions = firsts
        topicOfPartition = owners
        topicNumbers = numbers
    }

    var partitionCount: Int { topicOfPartition.count }

    /// Whether every member subscribed to every topic.
    var isUniform: Bool { subscribers.allSatisfy { $0.count == members.count } }

    /// A partition's number; nil where it does not exist or nobody subscribed to its topic.
    func number(of partition: TopicPartition) -> Int? {
        guard let topic = topicNumbers[partition.topic],
            (0..<topics[topic].partitions).contains(partition.partition.index)
        else { return nil }
        return firstPartitions[topic] + partition.partition.index
    }

    /// What each member gets, by the owner of each partition.
    func assignments(of owners: [Int]) -> [MemberAssignment] {
        var shares: [[TopicPartition]] = members.map { _ in [] }
        for (number, owner) in owners.enumerated() where owner != Self.nobody {
            let topic = topicOfPartition[number]
            shares[owner].append(
                TopicPartition(
                    topic: topics[topic].topic,
                    partition: PartitionIndex(number - firstPartitions[topic])))
        }
        var answer = members.map { MemberAssignment(member: $0.member, partitions: []) }
        for (number, place) in places.enumerated() {
            answer[place] = MemberAssignment(
                member: members[number].member, partitions: shares[number])
        }
        return answer
    }
}

extension GroupMember {
    fileprivate func comesBefore(_ other: GroupMember) -> Bool {
        switch (instance, other.instance) {
        case (let own?, let others?): own < others
        case (_?, nil): true
        case (nil, _?): false
        case (nil, nil): member < other.member
        }
    }
}
