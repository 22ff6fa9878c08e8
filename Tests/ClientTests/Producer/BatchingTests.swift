import Client
import Messages
import Records
import Testing

/// How records become batches and batches requests.
@Suite struct BatchingTests {
    @Test func batchSizeCutsBatches() throws {
        let bench = ProducerBench(lines(50, bytes: 200))
        try bench.drain()
        let batches = bench.sent.flatMap(\.batches)
        #expect(batches.allSatisfy { $0.byteCount <= 1000 })
        // 200 bytes and their framing: 4 records fit, a fifth would not.
        #expect(batches.dropLast().allSatisfy { $0.recordCount == 4 })
        #expect(batches.flatMap(\.marks) == (0..<50).map { UInt8($0) })
    }

    @Test func withoutLingerARecordLeavesAtOnce() throws {
        let bench = ProducerBench(lines(1))
        try bench.run(until: Instant(0))
        #expect(bench.sent.map(\.time) == [Instant(0)])
        // It waits for the answer.
        #expect(bench.producer.nextStep == .milliseconds(30_000))
    }

    @Test func lingerHoldsABatchAndReleasesItOnTime() throws {
        let bench = ProducerBench(
            lines(1) + lines(1, due: .milliseconds(3)) + lines(1, due: .milliseconds(6))
        ) { $0.linger = .milliseconds(5) }
        try bench.run(until: .milliseconds(4))
        #expect(bench.sent.isEmpty)
        #expect(bench.producer.nextStep == .milliseconds(5))
        try bench.run(until: .milliseconds(5))
        #expect(bench.sent.map(\.time) == [.milliseconds(5)])
        #expect(bench.sent[0].batches.map(\.recordCount) == [2])
        try bench.run(until: .milliseconds(20))
        #expect(bench.sent.map(\.time) == [.milliseconds(5), .milliseconds(11)])
    }

    @Test func aFullBatchDoesNotLinger() throws {
        let bench = ProducerBench(lines(9, bytes: 200)) { $0.linger = .milliseconds(5) }
        try bench.run(until: Instant(0))
        #expect(bench.sent.flatMap(\.batches).map(\.recordCount) == [4, 4])
        try bench.run(until: .milliseconds(5))
        #expect(bench.sent.flatMap(\.batches).map(\.recordCount) == [4, 4, 1])
        #expect(bench.sent.last?.time == .milliseconds(5))
    }

    @Test func afterFlushNothingLingers() throws {
        let bench = ProducerBench(lines(1) + lines(1, due: .milliseconds(1))) {
            $0.linger = .seconds(5)
        }
        try bench.run(until: Instant(0))
        #expect(bench.sent.isEmpty)
        bench.producer.flush()
        try bench.run(until: .milliseconds(1))
        #expect(bench.sent.flatMap(\.batches).map(\.recordCount) == [2])
    }

    /// Each batch lingers from its own first record, however many partitions there are.
    @Test func everyPartitionLingersByItself() throws {
        let count = 10_000
        let script = (0..<count).map {
            ScriptedWriter.Line(due: Instant(Int64($0) * 1000), partition: $0, bytes: 10)
        }
        let bench = ProducerBench(script, places: Array(repeating: (0, 0), count: count)) {
            $0.linger = .milliseconds(2)
            $0.bufferMemoryBytes = 1 << 30
            $0.maxInFlight = Int.max
            $0.requestBytesMax = Int.max
        }
        try bench.run(until: .milliseconds(100))
        var late = 0
        var batches = 0
        for sent in bench.sent {
            for batch in sent.batches {
                batches += 1
                if sent.time != Instant(Int64(batch.partition) * 1000 + 2_000_000) { late += 1 }
            }
        }
        #expect(batches == count)
        #expect(late == 0)
    }

    @Test func aRequestHoldsOneBatchOfAPartition() throws {
        let script = (0..<5).flatMap { _ in
            (0..<3).flatMap { lines(4, partition: $0, bytes: 200) }
        }
        let bench = ProducerBench(script, places: [(0, 0), (0, 0), (0, 0)])
        try bench.drain()
        #expect(bench.sent.count == 5)
        for sent in bench.sent { #expect(sent.batches.map(\.partition) == [0, 1, 2]) }
        #expect(bench.sent.flatMap(\.batches).allSatisfy { $0.recordCount == 4 })
    }

    @Test func aRequestTakesNoFurtherBatchBeyondItsCap() throws {
        let script = (0..<20).flatMap { lines(2, partition: $0, bytes: 400) }
        let bench = ProducerBench(script, places: Array(repeating: (0, 0), count: 20)) {
            $0.requestBytesMax = 3000
        }
        try bench.drain()
        for sent in bench.sent {
            let bytes = sent.batches.map(\.byteCount)
            #expect(bytes.dropLast().reduce(0, +) < 3000)
            #expect(bytes.reduce(0, +) >= 3000 || sent.request === bench.sent.last?.request)
        }
        #expect(bench.sent.flatMap(\.batches).map(\.partition).sorted() == Array(0..<20))
    }

    @Test func eachListenerOfEachBrokerHasItsConnection() throws {
        let script = (0..<4).flatMap { lines(8, partition: $0, bytes: 200) }
        let bench = ProducerBench(script, places: [(0, 0), (0, 1), (1, 0), (0, 0)]) {
            $0.maxInFlight = 1
        }
        try bench.run(until: Instant(0))
        let first = bench.sent.map { [$0.broker, $0.listener] + $0.batches.map(\.partition) }
        #expect(first == [[0, 0, 0, 3], [0, 1, 1], [1, 0, 2]])
        try bench.drain()
        #expect(bench.sent.count == 6)
    }

    @Test(arguments: [1000, 5000, 40_000])
    func aRecordLargerThanABatchTravelsAlone(bytes: Int) throws {
        let bench = ProducerBench(lines(1) + lines(1, bytes: bytes) + lines(1))
        try bench.drain()
        #expect(bench.sent.flatMap(\.batches).map(\.recordCount) == [1, 1, 1])
        #expect(bench.sent.flatMap(\.batches).map(\.marks) == [[0], [1], [2]])
        #expect(bench.writer.completions.map(\.error) == [.none, .none, .none])
        #expect(bench.producer.isIdle)
    }

    @Test(arguments: Codec.allCases)
    func codecsKeepTheRecords(codec: Codec) throws {
        let bench = ProducerBench(lines(100, bytes: 300)) {
            $0.codec = codec
            $0.batchBytes = 4000
        }
        try bench.drain()
        let batches = bench.sent.flatMap(\.batches)
        #expect(batches.flatMap(\.marks) == (0..<100).map { UInt8($0) })
        let bytes = batches.reduce(0) { $0 + $1.byteCount }
        #expect(codec == .none ? bytes > 30_000 : bytes < 15_000)
        #expect(bench.producer.isIdle)
    }
}
