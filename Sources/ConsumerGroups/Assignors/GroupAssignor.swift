package import Messages
package import Records

/// A topic as the leader of a group knows it.
package struct GroupTopic: Hashable, Sendable {
    package var topic: TopicID
    package var partitions: Int

    package init(topic: TopicID, partitions: Int) {
        self.topic = topic
        self.partitions = partitions
    }
}

/// Divides topics among the members of a group. Pure: the same arguments give the same answer, in
/// whatever order members and topics stand in them.
package enum GroupAssignor {
    /// What each member is to read; members are answered in the order in which they came. Each
    /// partition of a topic that somebody subscribed to goes to exactly one of its subscribers,
    /// but for those that cooperative assignment withholds until they are given up.
    ///
    /// - Parameter topics: topics that exist, each once; a subscription to another brings nothing.
    package static func assign(
        _ assignor: AssignorName, topics: [GroupTopic], members: [GroupMember]
    ) -> [MemberAssignment] {
        let problem = AssignmentProblem(topics: topics, members: members)
        var owners: [Int]
        switch assignor {
        case .range: owners = problem.rangeOwners()
        case .roundRobin: owners = problem.roundRobinOwners()
        case .sticky: owners = StickyAssignment(problem).owners()
        case .cooperativeSticky:
            let sticky = StickyAssignment(problem)
            owners = sticky.owners()
            problem.withholdMoving(&owners, previous: sticky.previous)
        }
        return problem.assignments(of: owners)
    }
}

extension TopicPartition {
    /// Whether it comes before another in the order of topics and partitions.
    package func isBefore(_ other: TopicPartition) -> Bool {
        (topic, partition) < (other.topic, other.partition)
    }
}
