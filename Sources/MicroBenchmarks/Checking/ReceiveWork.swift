import Checker
import LoadGenerator
import Records
import RunResults
import Workloads

/// A group member's work on records in fetched batches: walk, read the stamp, check, measure. With
/// more members than one the checker's table is shared, although one member reads everything here.
package final class ReceiveWork: MicroWork {
    private let members: Int
    private let batches: StampedBatches
    private let timeline = RunTimeline.sample
    private var receiver: RecordReceiver
    private var group: GroupChecker
    private var next = 0
    private var cleanRecords = 0

    package init(members: Int, cardinality: Int) throws {
        self.members = members
        batches = try StampedBatches(batches: 256, cardinality: cardinality)
        group = batches.newGroup(members: members)
        receiver = RecordReceiver(
            checker: group.member(0), timeline: timeline, serviceTime: .fixed(.zero))
    }

    package func run(_ count: Int) -> Int {
        var performed = 0
        while performed < count {
            if next == batches.pieces.count { startAgain() }
            let piece = batches.pieces[next]
            var cursor = RecordCursor(validated: piece.header)
            _ = try? receiver.process(
                &cursor, partition: piece.partition, position: piece.header.baseOffset,
                now: timeline.start + .milliseconds(1))
            performed += piece.header.recordCount
            next += 1
        }
        return performed
    }

    private func startAgain() {
        cleanRecords += group.cleanRecords
        group = batches.newGroup(members: members)
        receiver = RecordReceiver(
            checker: group.member(0), timeline: timeline, serviceTime: .fixed(.zero))
        next = 0
    }

    /// Records found to be in order.
    package var effects: Int { cleanRecords + group.cleanRecords }
}
