import LoadGenerator
import Records
import Testing
import Workloads

/// The sizes of values and what they hold.
@Suite struct ValueTests {
    private func made(
        seed: UInt64 = 7, refuses: @escaping (Int) -> Bool = { _ in false },
        _ change: (inout RunConfiguration) -> Void
    ) -> KeepingSink {
        var generator = SampleRun.generator(SampleRun.configuration(change), seed: seed)
        var sink = KeepingSink()
        sink.refuses = refuses
        while generator.pullAll(into: &sink, now: SampleRun.timeline.measureEnd) == .refused {}
        return sink
    }

    private func lognormal(_ configuration: inout RunConfiguration) {
        configuration.records.value.distribution = .lognormal
        configuration.records.value.medianBytes = 200
        configuration.records.valueBytes = 4_000
    }

    @Test func sizesAreDrawnAndNoted() throws {
        let sink = made { lognormal(&$0) }
        let sizes = sink.records.map { $0.filler.count + RecordStamp.byteCount }
        #expect(sizes.count == 5_000)
        #expect(Set(sizes).count > 100)
        // Median 200 and sigma 0.5: the mean is 226.6.
        let mean = Double(sizes.reduce(0, +)) / 5_000
        #expect(abs(mean - 226.6) < 9)
        #expect(sink.notedBytes == sizes.reduce(0, +))
    }

    @Test func valuesOfOneSizeAreNotNoted() {
        #expect(made { $0.records.valueBytes = 100 }.notedBytes == 0)
    }

    @Test func theSeedDecidesSizesAndNothingElseDoes() {
        let sizes = { (sink: KeepingSink) in sink.records.map(\.filler.count) }
        let first = sizes(made { lognormal(&$0) })
        #expect(first == sizes(made { lognormal(&$0) }))
        #expect(first != sizes(made(seed: 8) { lognormal(&$0) }))
        #expect(first == sizes(made(refuses: { $0 % 3 == 0 }) { lognormal(&$0) }))
    }

    @Test func keysAndTimesAreThoseOfFixedValues() {
        let stamps = { (sink: KeepingSink) in sink.records.map(\.stamp) }
        #expect(stamps(made { lognormal(&$0) }) == stamps(made { _ in }))
    }

    /// Kafka's sticky partitioner switches by bytes.
    @Test func stickyCountsTheBytesOfEachValue() {
        let records = made {
            lognormal(&$0)
            $0.records.key.field = .none
            $0.producers.batchBytes = 8_000
        }.records
        var runBytes = 0
        var runs: [Int] = []
        for (last, next) in zip(records, records.dropFirst()) {
            runBytes += last.filler.count + RecordStamp.byteCount
            guard last.partition != next.partition else { continue }
            runs.append(runBytes)
            runBytes = 0
        }
        #expect(runs.count > 100)
        #expect(runs.allSatisfy { $0 > 3_500 })
    }

    @Test(arguments: [Codec.lz4, .zstd], [0.0, 0.25, 0.5, 0.9])
    func soMuchCompressesAway(codec: Codec, compressibility: Double) throws {
        let records = made {
            $0.records.valueBytes = 1_000
            $0.producers.compression = codec
            $0.records.value.compressibility = compressibility
        }.records
        let pool = BufferPool()
        var builder = BatchBuilder(buffer: pool.take(atLeast: 128 << 10))
        for record in records.prefix(100) {
            let value = builder.append(timestamp: 0, key: nil, valueBytes: 1_000)
            record.stamp.write(to: value)
            for (index, byte) in record.filler.enumerated() {
                value.storeBytes(
                    of: byte, toByteOffset: RecordStamp.byteCount + index, as: UInt8.self)
            }
        }
        let plain = Double(builder.byteCount)
        let batch = try builder.finish(codec: codec, pool: pool)
        let saved = 1 - Double(batch.end - batch.start) / plain
        #expect(abs(saved - compressibility) < 0.05, "saved \(saved)")
    }

    @Test func everyValueIsFilledAnewWhereItIsCompressed() {
        let fillers = made {
            $0.records.valueBytes = 100
            $0.producers.compression = .lz4
        }.records.map(\.filler)
        #expect(Set(fillers).count == fillers.count)
    }

    @Test func aValueThatIsAllCompressibleKeepsItsStamp() {
        let records = made {
            $0.records.valueBytes = 50
            $0.producers.compression = .lz4
            $0.records.value.compressibility = 1
        }.records
        #expect(records.allSatisfy { $0.filler == [UInt8](repeating: 0, count: 18) })
        #expect(records.last?.stamp.intendedTime ?? Instant(0) > SampleRun.timeline.start)
    }
}
