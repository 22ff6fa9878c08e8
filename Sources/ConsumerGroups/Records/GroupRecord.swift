package import Messages
package import Records

/// A record of the offsets topic. The topic is compacted: of each key the last record counts, and
/// one without a value takes the key away.
package enum GroupRecord: Hashable, Sendable {
    /// Where a group is to go on in a partition.
    case offset(GroupID, GroupOffset)
    /// The group has no position in the partition any more.
    case offsetGone(GroupID, TopicPartition)
    /// A group's generation with all its members.
    case metadata(GroupID, GroupMetadata)
    /// The group is no more.
    case groupGone(GroupID)

    package var group: GroupID {
        switch self {
        case .offset(let group, _), .offsetGone(let group, _), .metadata(let group, _),
            .groupGone(let group):
            group
        }
    }
}

/// What the offsets topic keeps of a group: all that its next coordinator has to know.
package struct GroupMetadata: Hashable, Sendable {
    package var generation: GroupGeneration
    /// Nil while the group has no members.
    package var assignor: AssignorName?
    package var leader: MemberID
    /// In the order in which they joined.
    package var members: [Member]

    /// A member with its share of the partitions.
    package struct Member: Hashable, Sendable {
        package var member: MemberID
        package var instance: GroupInstanceID?
        package var sessionTimeout: Nanoseconds
        package var rebalanceTimeout: Nanoseconds
        package var protocols: [AssignorName]
        package var subscription: GroupSubscription
        package var assignment: [TopicPartition]

        package init(
            member: MemberID, instance: GroupInstanceID?, sessionTimeout: Nanoseconds,
            rebalanceTimeout: Nanoseconds, protocols: [AssignorName],
            subscription: GroupSubscription, assignment: [TopicPartition]
        ) {
            self.member = member
            self.instance = instance
            self.sessionTimeout = sessionTimeout
            self.rebalanceTimeout = rebalanceTimeout
            self.protocols = protocols
            self.subscription = subscription
            self.assignment = assignment
        }
    }

    package init(
        generation: GroupGeneration, assignor: AssignorName?, leader: MemberID, members: [Member]
    ) {
        self.generation = generation
        self.assignor = assignor
        self.leader = leader
        self.members = members
    }
}

/// What a record of the offsets topic cannot be.
package enum GroupRecordError: Error, Hashable, Sendable {
    /// It ends before what it should hold.
    case truncated
    /// A number in it is none of those that it may be.
    case invalidValue
    /// The value is of a version that this one does not know.
    case unknownVersion(Int16)
}
