package import Records

/// What a member of a group tells the group's leader of itself.
package struct GroupSubscription: Hashable, Sendable {
    /// What it wants to read, in any order, each once.
    package var topics: [TopicID]
    /// What it owns as far as it knows; sticky assignors look at it.
    package var owned: [TopicPartition]
    /// In which generation it came to own that; of two that claim the same the later is believed
    /// (KIP-792).
    package var generation: GroupGeneration

    package init(
        topics: [TopicID], owned: [TopicPartition] = [], generation: GroupGeneration = .none
    ) {
        self.topics = topics
        self.owned = owned
        self.generation = generation
    }
}

/// A member as the group's leader is told of it.
package struct GroupMember: Hashable, Sendable {
    package var member: MemberID
    /// Of a static member.
    package var instance: GroupInstanceID?
    package var subscription: GroupSubscription

    package init(
        member: MemberID, instance: GroupInstanceID? = nil, subscription: GroupSubscription
    ) {
        self.member = member
        self.instance = instance
        self.subscription = subscription
    }
}

/// What one member is to read.
package struct MemberAssignment: Hashable, Sendable {
    package var member: MemberID
    /// Sorted by topic and partition.
    package var partitions: [TopicPartition]

    package init(member: MemberID, partitions: [TopicPartition]) {
        self.member = member
        self.partitions = partitions
    }
}
