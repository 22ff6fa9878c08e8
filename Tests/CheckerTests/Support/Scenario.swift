import Checker
import Records

/// A small run told record by record: 6 entities, 2 producers, 2 partitions, one group.
struct Scenario {
    static let entities = 6
    static let producers = 2
    static let partitions = 2

    var sender = Sender(producers: producers, partitions: partitions)
    let group: GroupChecker
    private let members: [MemberChecker]
    private var nextOffsets = [Int64](repeating: 0, count: partitions)

    init(members: Int = 2, missingRangesMax: Int = 100_000) {
        group = GroupChecker(
            entities: Self.entities, producers: Self.producers, partitions: Self.partitions,
            members: members, missingRangesMax: missingRangesMax)
        self.members = (0..<members).map(group.member)
    }

    mutating func send(
        _ entity: UInt32, to partition: Int = 0, _ outcome: Sender.Outcome = .acknowledged
    ) -> Sent {
        sender.send(entity, to: partition, outcome)
    }

    /// Lets `member` process the record, at the next offset of its partition unless told.
    mutating func read(_ sent: Sent, at offset: Int64? = nil, by member: Int = 0) {
        let known = nextOffsets.indices.contains(sent.partition)
        let place = offset ?? (known ? nextOffsets[sent.partition] : 0)
        if known { nextOffsets[sent.partition] = max(nextOffsets[sent.partition], place + 1) }
        members[member].check(
            sent.stamp, partition: PartitionIndex(sent.partition), offset: Offset(place))
    }

    /// `member` starts again at `offset` of `partition`.
    mutating func rewind(_ partition: Int = 0, to offset: Int64, by member: Int = 0) {
        members[member].rewound(PartitionIndex(partition), to: Offset(offset))
        nextOffsets[partition] = min(nextOffsets[partition], offset)
    }

    /// The log of `partition` is cut at `offset`.
    mutating func truncate(_ partition: Int = 0, at offset: Int64, by member: Int = 0) {
        members[member].truncated(PartitionIndex(partition), at: Offset(offset))
        nextOffsets[partition] = min(nextOffsets[partition], offset)
    }

    var verdict: GroupVerdict {
        RunVerdict(groups: [group], acks: sender.tables).total
    }
}

extension GroupVerdict {
    /// The verdict on `checked` records with nothing counted but what `change` sets.
    static func of(_ checked: Int, _ change: (inout GroupVerdict) -> Void = { _ in }) -> Self {
        var verdict = GroupVerdict()
        verdict.checkedRecords = checked
        change(&verdict)
        return verdict
    }
}
