/// A consumer group, numbered by whoever sets the groups up.
package struct GroupID: RawRepresentable, Hashable, Comparable, Sendable, Codable {
    package var rawValue: Int32

    package init(rawValue: Int32) { self.rawValue = rawValue }
    package init(_ rawValue: Int) { self.rawValue = Int32(truncatingIfNeeded: rawValue) }

    /// The partition of the offsets topic that holds the group. Kafka takes the hash of the
    /// group's name; groups here are numbers.
    /// - Parameter partitions: of the offsets topic, at least 1.
    package func partition(of partitions: Int) -> PartitionIndex {
        PartitionIndex(Int(UInt32(bitPattern: rawValue)) % partitions)
    }

    package static func < (a: GroupID, b: GroupID) -> Bool { a.rawValue < b.rawValue }
}

/// A member of a group. Coordinators give them out and none gives one twice: the leader epoch of
/// the coordinator's partition stands in the upper 32 bits, a counter in the lower.
package struct MemberID: RawRepresentable, Hashable, Comparable, Sendable, Codable {
    package var rawValue: Int64

    package init(rawValue: Int64) { self.rawValue = rawValue }
    package init(_ rawValue: Int64) { self.rawValue = rawValue }

    /// Of one that has no id yet.
    package static let none = MemberID(0)

    package static func < (a: MemberID, b: MemberID) -> Bool { a.rawValue < b.rawValue }
}

/// `group.instance.id` of a static member: what it is known by over its restarts (KIP-345).
package struct GroupInstanceID: RawRepresentable, Hashable, Comparable, Sendable, Codable {
    package var rawValue: Int32

    package init(rawValue: Int32) { self.rawValue = rawValue }
    package init(_ rawValue: Int) { self.rawValue = Int32(truncatingIfNeeded: rawValue) }

    package static func < (a: GroupInstanceID, b: GroupInstanceID) -> Bool {
        a.rawValue < b.rawValue
    }
}

/// The number of a group's membership: it rises by one with each rebalance that ends.
package struct GroupGeneration: RawRepresentable, Hashable, Comparable, Sendable, Codable {
    package var rawValue: Int32

    package init(rawValue: Int32) { self.rawValue = rawValue }
    package init(_ rawValue: Int32) { self.rawValue = rawValue }

    /// Of one that is in no generation: a new member, or a consumer that stands outside the group.
    package static let none = GroupGeneration(-1)

    package static func < (a: GroupGeneration, b: GroupGeneration) -> Bool {
        a.rawValue < b.rawValue
    }
}

extension GroupID: CustomStringConvertible {
    package var description: String { "\(rawValue)" }
}

extension MemberID: CustomStringConvertible {
    package var description: String { "\(rawValue >> 32)-\(rawValue & 0xffff_ffff)" }
}

extension GroupInstanceID: CustomStringConvertible {
    package var description: String { "\(rawValue)" }
}

extension GroupGeneration: CustomStringConvertible {
    package var description: String { "\(rawValue)" }
}
