import LoadGenerator
import Records
import Testing
import Workloads

/// What records are keyed by, and the partitions that follow from it.
@Suite struct KeyTests {
    private func records(
        _ change: (inout RunConfiguration) -> Void,
        sink: KeepingSink = KeepingSink()
    ) -> [MadeRecord] {
        var generator = SampleRun.generator(SampleRun.configuration(change))
        var sink = sink
        generator.pullAll(into: &sink, now: SampleRun.timeline.measureEnd)
        return sink.records
    }

    private func kafkaPartition(of key: [UInt8]?) -> Int? {
        key?.withUnsafeBytes { Murmur2.partition(of: $0, partitions: 6).index }
    }

    @Test(arguments: [8, 9, 24])
    func theEntityIsTheKey(keyBytes: Int) {
        let records = records { $0.records.key.bytes = keyBytes }
        #expect(records.count == 5_000)
        for record in records {
            #expect(record.key?.count == keyBytes)
            #expect(record.identifier == UInt64(record.stamp.entity))
            #expect(record.key?.dropFirst(8).allSatisfy { $0 == 0 } == true)
            #expect(record.partition == kafkaPartition(of: record.key))
        }
        #expect(Set(records.map(\.partition)).count == 6)
    }

    @Test func aWrongKeyHasNothingToDoWithTheEntity() {
        let records = records { $0.records.key.field = .wrong }
        let keys = Set(records.compactMap(\.identifier))
        #expect(keys.allSatisfy { $0 < 500 })
        #expect(keys.count == 500)
        #expect(records.allSatisfy { $0.partition == kafkaPartition(of: $0.key) })
        let matches = records.filter { $0.identifier == UInt64($0.stamp.entity) }.count
        // One in 500 by chance: 10 of 5,000.
        #expect(matches < 40)
        let partitionsOfEntity = Set(
            records.filter { $0.stamp.entity == 3 }.map(\.partition))
        #expect(partitionsOfEntity.count > 1)
    }

    @Test func withoutKeysRoundRobinGoesRound() {
        let records = records {
            $0.records.key.field = .none
            $0.producers.nullKeyPartitioner = .roundRobin
        }
        #expect(records.allSatisfy { $0.key == nil })
        #expect(records.enumerated().allSatisfy { $0.element.partition == $0.offset % 6 })
    }

    @Test func withoutKeysStickyStaysForABatch() {
        let records = records {
            $0.records.key.field = .none
            $0.producers.nullKeyPartitioner = .sticky
            $0.producers.batchBytes = 4_000
        }
        #expect(records.allSatisfy { $0.key == nil })
        // 4,000 bytes are 100 values of 40: the record that reaches them starts the next run.
        var runs: [(partition: Int, count: Int)] = []
        for (index, record) in records.enumerated() {
            if (index + 1) % 100 == 0 || runs.isEmpty {
                runs.append((record.partition, 1))
            } else {
                #expect(record.partition == runs[runs.count - 1].partition)
                runs[runs.count - 1].count += 1
            }
        }
        #expect(runs.count == 51)
        #expect(Set(runs.map(\.partition)).count == 6)
    }

    @Test func stickyPrefersWhatIsLessLoaded() {
        var sink = KeepingSink()
        sink.queuedBytes = { $0 == 4 ? 0 : 1 << 30 }
        let records = records(
            {
                $0.records.key.field = .none
                $0.producers.batchBytes = 400
            }, sink: sink)
        let share = records.filter { $0.partition == 4 }.count
        #expect(share > records.count * 9 / 10)
    }

    @Test func zipfianKeysFavourTheFirst() {
        let records = records { $0.records.key.distribution = .zipfian }
        let first = records.filter { $0.stamp.entity == 0 }.count
        let uniformShare = records.count / 500
        #expect(first > 20 * uniformShare)
    }

    @Test func valuesAreFilledBehindTheStamp() {
        let records = records { $0.records.valueBytes = 92 }
        let filler = records.first?.filler ?? []
        #expect(filler.count == 60)
        #expect(Set(filler).count > 20)
        #expect(records.allSatisfy { $0.filler == filler })
    }

    @Test func theSmallestValueIsTheStamp() {
        let records = records { $0.records.valueBytes = RecordStamp.byteCount }
        #expect(records.count == 5_000)
        #expect(records.allSatisfy { $0.filler.isEmpty })
    }

    @Test func addedPartitionsAreUsedAndMoveKeys() {
        var generator = SampleRun.generator(SampleRun.configuration())
        var sink = KeepingSink()
        let middle = SampleRun.timeline.start + .milliseconds(25)
        generator.pullAll(into: &sink, now: middle)
        let before = sink.count
        generator.usePartitions(9)
        generator.pullAll(into: &sink, now: SampleRun.timeline.measureEnd)
        let records = sink.records
        #expect(records.prefix(before).allSatisfy { $0.partition < 6 })
        for record in records.dropFirst(before) {
            let place = record.key?.withUnsafeBytes { Murmur2.partition(of: $0, partitions: 9) }
            #expect(record.partition == place?.index)
        }
        #expect(Set(records.map(\.partition)).count == 9)
        #expect(records.count == 5_000)
    }

    @Test func addedPartitionsAreUsedWithoutKeysToo() {
        var generator = SampleRun.generator(
            SampleRun.configuration {
                $0.records.key.field = .none
                $0.producers.nullKeyPartitioner = .roundRobin
            })
        generator.usePartitions(8)
        var sink = KeepingSink()
        generator.pullAll(into: &sink, now: SampleRun.timeline.measureEnd)
        #expect(Set(sink.records.map(\.partition)) == Set(0..<8))
    }
}
