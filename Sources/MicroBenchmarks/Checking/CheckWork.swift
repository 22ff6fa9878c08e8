import Checker
import Records

/// The checker's judgement of records that come as they should, by their stamps alone. With more
/// members than one the table is shared, although one member reads everything here.
package final class CheckWork: MicroWork {
    private let members: Int
    private var records: [Record] = []
    private let batches: StampedBatches
    private var next = 0
    private var group: GroupChecker
    private var cleanRecords = 0

    private struct Record {
        let stamp: RecordStamp
        let partition: PartitionIndex
        let offset: Offset
    }

    package init(members: Int) throws {
        self.members = members
        batches = try StampedBatches(batches: 256)
        group = batches.newGroup(members: members)
        for piece in batches.pieces {
            var cursor = RecordCursor(validated: piece.header)
            while let record = try cursor.next() {
                guard let value = record.value?.baseAddress else { continue }
                records.append(
                    Record(
                        stamp: RecordStamp(readingFrom: value), partition: piece.partition,
                        offset: record.offset))
            }
        }
    }

    package func run(_ count: Int) -> Int {
        var left = count
        while left > 0 {
            if next == records.count {
                cleanRecords += group.cleanRecords
                group = batches.newGroup(members: members)
                next = 0
            }
            let end = min(records.count, next + left)
            check(next..<end)
            left -= end - next
            next = end
        }
        return count
    }

    private func check(_ range: Range<Int>) {
        let member = group.member(0)
        records.withUnsafeBufferPointer { records in
            for index in range {
                member.check(
                    records[index].stamp, partition: records[index].partition,
                    offset: records[index].offset)
            }
        }
    }

    /// Records found to be in order.
    package var effects: Int { cleanRecords + group.cleanRecords }
}

extension GroupChecker {
    /// Records checked; 0 where anything was wrong with one of them.
    var cleanRecords: Int {
        var clean = MemberCounts()
        clean.checked = counts.checked
        return counts == clean ? Int(counts.checked) : 0
    }
}
