import LoadGenerator
import Records
import Testing
import Workloads

/// Stamps number the records of each entity, and of each producer and partition, without holes.
@Suite struct SequenceTests {
    private static let fields: [KeyField] = [.entity, .wrong, .none]

    @Test(arguments: fields, [1, 3])
    func entitySequencesAreDense(field: KeyField, producers: Int) {
        let configuration = SampleRun.configuration {
            $0.records.key.field = field
            $0.producers.count = producers
        }
        var entities: Set<UInt32> = []
        for producer in 0..<producers {
            var generator = SampleRun.generator(configuration, producer: producer)
            var sink = KeepingSink()
            sink.refuses = { $0 % 5 == 1 }
            while generator.pullAll(into: &sink, now: SampleRun.timeline.measureEnd) != .done {}
            var next: [UInt32: UInt64] = [:]
            for record in sink.records {
                #expect(record.stamp.entitySequence == next[record.stamp.entity, default: 0])
                next[record.stamp.entity, default: 0] += 1
                #expect(Int(record.stamp.producer) == producer)
            }
            #expect(next.keys.allSatisfy { Int($0) % producers == producer })
            entities.formUnion(next.keys)
        }
        #expect(entities == Set(0..<500))
    }

    @Test func partitionSequencesAreThoseOfTheSink() {
        var generator = SampleRun.generator(SampleRun.configuration())
        var sink = KeepingSink()
        sink.refuses = { $0 % 7 == 0 }
        while generator.pullAll(into: &sink, now: SampleRun.timeline.measureEnd) != .done {}
        var next: [Int: UInt64] = [:]
        for record in sink.records {
            #expect(record.stamp.partitionSequence == next[record.partition, default: 0])
            next[record.partition, default: 0] += 1
        }
        #expect(next.count == 6)
        #expect(next.values.reduce(0, +) == UInt64(sink.count))
        #expect(generator.madeRecords == sink.count)
    }
}
