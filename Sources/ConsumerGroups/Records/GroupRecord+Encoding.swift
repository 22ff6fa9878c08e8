import Messages
import Records

/// How records lie in the offsets topic; all integers big-endian.
///
/// | key | bytes |
/// |---|---|
/// | offset | version 1: int16, group: int32, topic: int32, partition: int32 |
/// | metadata | version 2: int16, group: int32 |
///
/// | value | bytes |
/// |---|---|
/// | offset | version 0: int16, offset: int64, leader epoch or −1: int32 |
/// | metadata | version 0: int16, generation: int32, assignor or −1: int8, leader: int64, members |
/// | member | id: int64, is static: int8, instance: int32, timeouts, subscription, partitions |
/// | timeouts | of the session and of rebalances, in nanoseconds: 2 x int64 |
/// | subscription | assignors: list of int8, topics: list of int32, owned |
/// | owned | partitions, generation: int32 |
/// | partitions | list of {topic: int32, list of int32}, an entry for each run of one topic |
///
/// A list is its count as int32 and then its elements. Kafka's records hold the same and spell
/// names where these have numbers; its versions tell the keys apart as these do.
extension GroupRecord {
    static let offsetKeyVersion: Int16 = 1
    static let metadataKeyVersion: Int16 = 2
    static let valueVersion: Int16 = 0

    package var key: [UInt8] {
        var writer = ByteWriter()
        switch self {
        case .offset(let group, let offset): writer.writeKey(group, offset.partition)
        case .offsetGone(let group, let partition): writer.writeKey(group, partition)
        case .metadata(let group, _), .groupGone(let group):
            writer.write(Self.metadataKeyVersion)
            writer.write(group.rawValue)
        }
        return writer.bytes
    }

    /// Nil of what takes its key away.
    package var value: [UInt8]? {
        var writer = ByteWriter()
        writer.write(Self.valueVersion)
        switch self {
        case .offset(_, let offset):
            writer.write(offset.offset.rawValue)
            writer.write(offset.leaderEpoch?.rawValue ?? -1)
        case .metadata(_, let metadata): writer.write(metadata)
        case .offsetGone, .groupGone: return nil
        }
        return writer.bytes
    }
}

/// Puts integers one after the other.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write<T: FixedWidthInteger>(_ value: T) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func writeKey(_ group: GroupID, _ partition: TopicPartition) {
        write(GroupRecord.offsetKeyVersion)
        write(group.rawValue)
        write(partition.topic.rawValue)
        write(partition.partition.rawValue)
    }

    mutating func write(_ metadata: GroupMetadata) {
        write(metadata.generation.rawValue)
        write(metadata.assignor?.number ?? -1)
        write(metadata.leader.rawValue)
        writeList(metadata.members) { $0.write($1) }
    }

    private mutating func write(_ member: GroupMetadata.Member) {
        write(member.member.rawValue)
        write(Int8(member.instance == nil ? 0 : 1))
        write(member.instance?.rawValue ?? 0)
        write(member.sessionTimeout.rawValue)
        write(member.rebalanceTimeout.rawValue)
        writeList(member.protocols) { $0.write($1.number) }
        writeList(member.subscription.topics) { $0.write($1.rawValue) }
        write(member.subscription.owned)
        write(member.subscription.generation.rawValue)
        write(member.assignment)
    }

    private mutating func write(_ partitions: [TopicPartition]) {
        let runs = partitions.indices.filter {
            $0 == 0 || partitions[$0 - 1].topic != partitions[$0].topic
        }
        write(Int32(runs.count))
        for (place, start) in runs.enumerated() {
            let end = place + 1 < runs.count ? runs[place + 1] : partitions.count
            write(partitions[start].topic.rawValue)
            writeList(partitions[start..<end]) { $0.write($1.partition.rawValue) }
        }
    }

    private mutating func writeList<Elements: Collection>(
        _ elements: Elements, _ body: (inout ByteWriter, Elements.Element) -> Void
    ) {
        write(Int32(elements.count))
        for element in elements { body(&self, element) }
    }
}

extension AssignorName {
    /// Its number in records.
    var number: Int8 {
        switch self {
        case .range: 0
        case .roundRobin: 1
        case .sticky: 2
        case .cooperativeSticky: 3
        }
    }
}
