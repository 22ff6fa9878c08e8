import Checker
import Records
import Testing

/// The final logs against the acknowledgements.
@Suite struct FinalLogAuditTests {
    private let partition = PartitionIndex(0)

    /// A table of one producer that sent `sent` records to partition 0, all acknowledged.
    private func table(sent: Int) -> AckTable {
        let table = AckTable(producer: 0, partitions: 2)
        table.noteSent(partition: partition, count: sent)
        table.acknowledge(partition: partition, firstSequence: 0, count: sent)
        return table
    }

    /// The verdict on a log of partition 0 that holds the sends of producer 0 in this order.
    private func verdict(_ sequences: [UInt64], _ table: AckTable) -> FinalLogVerdict {
        var audit = FinalLogAudit(producers: 1, partitions: 2)
        for (offset, sequence) in sequences.enumerated() {
            audit.note(
                producer: 0, sequence: sequence, partition: partition,
                offset: Offset(Int64(offset)))
        }
        return audit.verdict(acks: [table])
    }

    private func send(_ sequence: UInt64, at offset: Int64? = nil) -> FinalLogAudit.Send {
        FinalLogAudit.Send(
            producer: 0, partition: partition, sequence: sequence,
            offset: offset.map(Offset.init(_:)))
    }

    private func clean(_ records: Int) -> FinalLogVerdict {
        var verdict = FinalLogVerdict()
        verdict.records = records
        return verdict
    }

    @Test func aWholeLogIsClean() {
        #expect(verdict([0, 1, 2, 3], table(sent: 4)) == clean(4))
        #expect(verdict([], table(sent: 0)) == clean(0))
    }

    @Test func acknowledgedSendsThatAreNotThereAreMissing() {
        var expected = clean(2)
        expected.missingAcknowledged = 3
        expected.missingExamples = [send(0), send(2), send(4)]
        #expect(verdict([1, 3], table(sent: 5)) == expected)
    }

    @Test func sendsThatWereNeverAcknowledgedAreNotMissing() {
        let table = table(sent: 2)
        table.noteSent(partition: partition, count: 2)
        #expect(verdict([0, 1], table) == clean(2))
        #expect(verdict([0, 1, 2, 3], table) == clean(4))
    }

    @Test func aSendAtTwoOffsetsIsADuplicate() {
        var expected = clean(4)
        expected.duplicates = 2
        expected.duplicateExamples = [send(0, at: 2), send(0, at: 3)]
        #expect(verdict([0, 1, 0, 0], table(sent: 2)) == expected)
    }

    @Test func aRetryBehindALaterBatchIsReordered() {
        var expected = clean(4)
        expected.reorderings = 2
        expected.reorderingExamples = [send(0, at: 2), send(1, at: 3)]
        #expect(verdict([2, 3, 0, 1], table(sent: 4)) == expected)
    }

    @Test func aRetryOfWhatIsThereAlreadyIsADuplicateAndNoReordering() {
        var expected = clean(6)
        expected.duplicates = 2
        expected.duplicateExamples = [send(0, at: 4), send(1, at: 5)]
        #expect(verdict([0, 1, 2, 3, 0, 1], table(sent: 4)) == expected)
    }

    @Test func aSendThatFailedForCertainMustNotBeThere() {
        let table = table(sent: 1)
        table.noteSent(partition: partition, count: 2)
        table.noteFailed(partition: partition, firstSequence: 1, count: 2)
        var expected = clean(2)
        expected.failedButPresent = 1
        #expect(verdict([0, 1], table) == expected)
        #expect(verdict([0], table) == clean(1))
    }

    @Test func whatNobodySentIsAPhantom() {
        var expected = clean(2)
        expected.phantoms = 1
        #expect(verdict([0, 1], table(sent: 1)) == expected)
        var audit = FinalLogAudit(producers: 1, partitions: 2)
        audit.note(producer: 7, sequence: 0, partition: partition, offset: Offset(0))
        audit.note(producer: 0, sequence: 1 << 63, partition: partition, offset: Offset(1))
        audit.noteUnstamped(partition: partition, offset: Offset(2))
        #expect(audit.verdict(acks: [table(sent: 0)]).phantoms == 3)
    }

    @Test func offsetsMustRiseByOne() {
        var audit = FinalLogAudit(producers: 1, partitions: 2)
        for (sequence, offset) in [(0, 5), (1, 6), (2, 9), (3, 9), (4, 10)] {
            audit.note(
                producer: 0, sequence: UInt64(sequence), partition: partition,
                offset: Offset(Int64(offset)))
        }
        let verdict = audit.verdict(acks: [table(sent: 5)])
        #expect(verdict.offsetsSkipped == 2)
        #expect(verdict.offsetsRepeated == 1)
    }

    @Test func partitionsAndProducersAreApart() {
        var audit = FinalLogAudit(producers: 2, partitions: 2)
        let tables = (0..<2).map { AckTable(producer: $0, partitions: 2) }
        for producer in 0..<2 {
            for index in 0..<2 {
                let partition = PartitionIndex(index)
                tables[producer].noteSent(partition: partition, count: 2)
                tables[producer].acknowledge(partition: partition, firstSequence: 0, count: 2)
                for sequence in 0..<2 where (producer, index, sequence) != (1, 0, 1) {
                    audit.note(
                        producer: producer, sequence: UInt64(sequence), partition: partition,
                        offset: Offset(Int64(2 * producer + sequence)))
                }
            }
        }
        let verdict = audit.verdict(acks: tables.reversed())
        #expect(verdict.missingAcknowledged == 1)
        #expect(
            verdict.missingExamples == [
                FinalLogAudit.Send(producer: 1, partition: partition, sequence: 1)
            ])
        #expect(verdict.reorderings == 0)
        #expect(verdict.duplicates == 0)
    }

    @Test func aStampNamesTheSend() {
        var audit = FinalLogAudit(producers: 1, partitions: 2)
        let stamp = RecordStamp(
            entity: 3, producer: 0, entitySequence: 9, partitionSequence: 0,
            intendedTime: Instant(0))
        audit.note(stamp, partition: partition, offset: .zero)
        #expect(audit.verdict(acks: [table(sent: 1)]) == clean(1))
    }

    @Test func countsKnowNoBoundAndExamplesDo() {
        let verdict = verdict([], table(sent: 1_000_000))
        #expect(verdict.missingAcknowledged == 1_000_000)
        #expect(verdict.missingExamples == (0..<10).map { send($0) })
    }

    @Test func whatRetentionDeletedIsVerifiedByThoseWhoReadIt() {
        var run = Scenario()
        let sent = (0..<4).map { _ in run.send(0) }
        for one in sent.dropLast() { run.read(one) }
        var audit = FinalLogAudit(producers: Scenario.producers, partitions: Scenario.partitions)
        audit.note(sent[2].stamp, partition: partition, offset: Offset(2))
        let verdict = audit.verdict(acks: run.sender.tables, verifiedBy: run.group)
        #expect(verdict.missingExamples == [send(3)])
        #expect(audit.verdict(acks: run.sender.tables).missingAcknowledged == 3)
    }

    /// Against sets of everything.
    @Test(arguments: 0..<200 as Range<UInt64>)
    func countsAgreeWithTheDefinitions(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let sent = Int.random(in: 0...40, using: &random)
        let table = table(sent: 0)
        table.noteSent(partition: partition, count: sent)
        var log: [UInt64] = []
        var acknowledged: Set<UInt64> = []
        for sequence in 0..<UInt64(sent) {
            if random.chance(70) {
                acknowledged.insert(sequence)
                table.acknowledge(partition: partition, firstSequence: sequence, count: 1)
            }
            if random.chance(90) { log.append(sequence) }
            if random.chance(10), let again = log.randomElement(using: &random) {
                log.append(again)
            }
            if random.chance(10), log.count > 1 { log.swapAt(log.count - 1, log.count - 2) }
        }
        var seen: Set<UInt64> = []
        var expected = (duplicates: 0, reorderings: 0)
        for sequence in log {
            if seen.contains(sequence) {
                expected.duplicates += 1
            } else if seen.contains(where: { $0 > sequence }) {
                expected.reorderings += 1
            }
            seen.insert(sequence)
        }
        let verdict = verdict(log, table)
        #expect(verdict.missingAcknowledged == acknowledged.subtracting(seen).count, "\(seed)")
        #expect(verdict.duplicates == expected.duplicates, "seed \(seed)")
        #expect(verdict.reorderings == expected.reorderings, "seed \(seed)")
        #expect(verdict.phantoms == 0, "seed \(seed)")
    }
}
