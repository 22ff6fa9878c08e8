import Messages
import Records

extension GroupRecord {
    /// Reads a record of the offsets topic. Answers nil where its key is of a version that this
    /// one does not know, so that later ones may add kinds of records.
    ///
    /// - Parameter value: nil for a null value.
    package static func decode(
        key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer?
    ) throws(GroupRecordError) -> GroupRecord? {
        var keys = ByteReader(key)
        let version = try keys.read(Int16.self)
        guard version == offsetKeyVersion || version == metadataKeyVersion else { return nil }
        let group = GroupID(rawValue: try keys.read(Int32.self))
        var values = ByteReader(value ?? UnsafeRawBufferPointer(start: nil, count: 0))
        if value != nil {
            let version = try values.read(Int16.self)
            guard version == valueVersion else { throw .unknownVersion(version) }
        }
        if version == metadataKeyVersion {
            return value == nil ? .groupGone(group) : .metadata(group, try values.readMetadata())
        }
        let partition = TopicPartition(
            topic: TopicID(rawValue: try keys.read(Int32.self)),
            partition: PartitionIndex(rawValue: try keys.read(Int32.self)))
        guard value != nil else { return .offsetGone(group, partition) }
        let offset = Offset(try values.read(Int64.self))
        let epoch = try values.read(Int32.self)
        return .offset(
            group,
            GroupOffset(
                partition: partition, offset: offset,
                leaderEpoch: epoch < 0 ? nil : LeaderEpoch(epoch)))
    }
}

/// Takes integers one after the other.
private struct ByteReader {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    mutating func read<T: FixedWidthInteger>(_ type: T.Type) throws(GroupRecordError) -> T {
        guard bytes.count - position >= MemoryLayout<T>.size else { throw .truncated }
        defer { position += MemoryLayout<T>.size }
        return T(bigEndian: bytes.loadUnaligned(fromByteOffset: position, as: type))
    }

    mutating func readMetadata() throws(GroupRecordError) -> GroupMetadata {
        let generation = GroupGeneration(try read(Int32.self))
        let number = try read(Int8.self)
        let assignor = number < 0 ? nil : try assignor(number)
        let leader = MemberID(try read(Int64.self))
        var members: [GroupMetadata.Member] = []
        for _ in 0..<(try readCount()) { members.append(try readMember()) }
        return GroupMetadata(
            generation: generation, assignor: assignor, leader: leader, members: members)
    }

    private mutating func readMember() throws(GroupRecordError) -> GroupMetadata.Member {
        let member = MemberID(try read(Int64.self))
        let isStatic = try read(Int8.self) != 0
        let instance = GroupInstanceID(rawValue: try read(Int32.self))
        let session = Nanoseconds(try read(Int64.self))
        let rebalance = Nanoseconds(try read(Int64.self))
        var protocols: [AssignorName] = []
        for _ in 0..<(try readCount()) { protocols.append(try assignor(try read(Int8.self))) }
        var topics: [TopicID] = []
        for _ in 0..<(try readCount()) { topics.append(TopicID(rawValue: try read(Int32.self))) }
        let owned = try readPartitions()
        let generation = GroupGeneration(try read(Int32.self))
        return GroupMetadata.Member(
            member: member, instance: isStatic ? instance : nil, sessionTimeout: session,
            rebalanceTimeout: rebalance, protocols: protocols,
            subscription: GroupSubscription(
                topics: topics, owned: owned, generation: generation),
            assignment: try readPartitions())
    }

    private mutating func readPartitions() throws(GroupRecordError) -> [TopicPartition] {
        var partitions: [TopicPartition] = []
        for _ in 0..<(try readCount()) {
            let topic = TopicID(rawValue: try read(Int32.self))
            for _ in 0..<(try readCount()) {
                partitions.append(
                    TopicPartition(
                        topic: topic, partition: PartitionIndex(rawValue: try read(Int32.self))))
            }
        }
        return partitions
    }

    /// A list's count, which cannot be more than the bytes that are left.
    private mutating func readCount() throws(GroupRecordError) -> Int {
        let count = Int(try read(Int32.self))
        guard count >= 0 else { throw .invalidValue }
        guard count <= bytes.count - position else { throw .truncated }
        return count
    }

    private func assignor(_ number: Int8) throws(GroupRecordError) -> AssignorName {
        for name in AssignorName.allCases where name.number == number { return name }
        throw .invalidValue
    }
}
