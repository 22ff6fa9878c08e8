import Client
import Messages
import Records
import Testing

/// Limits on what is in flight and in memory, and how sends end.
@Suite struct FlowTests {
    @Test(arguments: [1, 2, 5])
    func maxInFlightIsNeverExceededAndOrderIsKept(maxInFlight: Int) throws {
        let bench = ProducerBench(lines(100, bytes: 400)) { $0.maxInFlight = maxInFlight }
        try bench.run(until: Instant(0))
        var answered = 0
        while !bench.open.isEmpty {
            #expect(bench.open.count <= maxInFlight)
            #expect(bench.open.count == min(maxInFlight, 50 - answered))
            try bench.answer()
            answered += 1
        }
        #expect(bench.sent.flatMap(\.batches).flatMap(\.marks) == (0..<100).map { UInt8($0) })
        #expect(bench.writer.completions.map(\.sequences.lowerBound) == (0..<50).map { 2 * $0 })
        #expect(bench.writer.completions.map(\.baseOffset.rawValue) == (0..<50).map { 2 * $0 })
    }

    @Test func withoutMemoryTheWriterWaitsAndLosesNothing() throws {
        let bench = ProducerBench(lines(200, bytes: 400)) {
            $0.bufferMemoryBytes = 4000
            $0.maxInFlight = 100
        }
        try bench.run(until: Instant(0))
        #expect(bench.open.count == 4)
        #expect(bench.writer.refusals > 0)
        // Nothing but an answer helps: the producer does not ask to be stepped meanwhile.
        #expect(bench.producer.nextStep == .milliseconds(30_000))
        while !bench.open.isEmpty {
            #expect(bench.open.count <= 4)
            try bench.answer()
            try bench.run(until: bench.now)
        }
        let marks = bench.sent.flatMap(\.batches).flatMap(\.marks)
        #expect(marks == (0..<200).map { UInt8($0) })
        #expect(bench.writer.sequences[0] == (0..<200).map { UInt64($0) })
        #expect(bench.writer.completions.reduce(0) { $0 + $1.sequences.count } == 200)
        #expect(bench.producer.isIdle)
    }

    @Test func withoutMemoryLingerEnds() throws {
        let script = (0..<3).flatMap { lines(1, partition: $0) }
        let bench = ProducerBench(script, places: [(0, 0), (0, 0), (0, 0)]) {
            $0.linger = .seconds(1)
            $0.bufferMemoryBytes = 2000
        }
        try bench.run(until: .milliseconds(1))
        #expect(bench.sent.map { $0.batches.map(\.partition) } == [[0, 1]])
        try bench.answer()
        try bench.run(until: .milliseconds(2))
        #expect(bench.writer.taken == 3)
        #expect(bench.sent.count == 1)
        try bench.run(until: .milliseconds(1100))
        #expect(bench.sent.count == 2)
    }

    @Test func aRecordLargerThanTheMemoryGoesWhenNothingElseIsThere() throws {
        let bench = ProducerBench(lines(1) + lines(1, bytes: 9000) + lines(1)) {
            $0.bufferMemoryBytes = 3000
        }
        try bench.run(until: Instant(0))
        #expect(bench.sent.flatMap(\.batches).map(\.marks) == [[0]])
        try bench.answer()
        try bench.run(until: Instant(0))
        #expect(bench.sent.flatMap(\.batches).map(\.marks) == [[0], [1]])
        try bench.drain()
        #expect(bench.sent.flatMap(\.batches).map(\.marks) == [[0], [1], [2]])
    }

    @Test func aWriterThatTakesSlicesIsAskedAgainAtOnce() throws {
        let bench = ProducerBench(lines(100))
        bench.writer.sliceMax = 7
        try bench.drain()
        #expect(bench.writer.taken == 100)
        #expect(bench.writer.completions.reduce(0) { $0 + $1.sequences.count } == 100)
    }

    @Test(arguments: [ErrorCode.requestTimedOut, .notLeaderOrFollower, .kafkaStorageError])
    func aFailedSendIsToldOnce(error: ErrorCode) throws {
        let bench = ProducerBench(lines(4, bytes: 400, due: Instant(5))) { $0.retriesMax = 0 }
        try bench.run(until: Instant(9))
        try bench.answer(error: error)
        try bench.drain()
        let completions = bench.writer.completions
        #expect(completions.map(\.error) == [error, .none])
        #expect(completions.map(\.sequences) == [0..<2, 2..<4])
        #expect(completions[0].sendTimes == [Instant(5), Instant(5)])
        #expect(bench.producer.isIdle)
    }

    @Test func eachBatchOfARequestHasItsOwnOutcome() throws {
        let script = (0..<3).flatMap { lines(1, partition: $0) }
        let bench = ProducerBench(script, places: [(0, 0), (0, 0), (0, 0)])
        try bench.run(until: Instant(0))
        let request = try #require(bench.open.first)
        request.entries[1].error = .corruptMessage
        request.entries[0].baseOffset = Offset(40)
        var effects = ClientEffects()
        bench.producer.handle(request, now: Instant(3), effects: &effects)
        #expect(bench.writer.completions.map(\.error) == [.none, .corruptMessage, .none])
        #expect(bench.writer.completions[0].baseOffset == Offset(40))
        #expect(bench.producer.isIdle)
    }

    @Test func withoutAcksASendEndsAsItLeavesAndKeepsItsMemoryUntilItIsTaken() throws {
        let bench = ProducerBench(lines(8, bytes: 400)) {
            $0.acks = .none
            $0.bufferMemoryBytes = 2000
        }
        try bench.run(until: .milliseconds(1))
        #expect(bench.writer.completions.map(\.sequences) == [0..<2, 2..<4])
        #expect(bench.writer.completions.allSatisfy { $0.error == .none })
        #expect(bench.writer.taken == 4)
        // What goes wrong later is not told.
        try bench.answer(error: .kafkaStorageError)
        try bench.run(until: .milliseconds(2))
        #expect(bench.writer.taken == 6)
        try bench.drain()
        #expect(bench.writer.completions.map(\.sequences) == [0..<2, 2..<4, 4..<6, 6..<8])
        #expect(bench.producer.isIdle)
    }

    @Test func sendTimesAreThoseOfTheRecords() throws {
        var script: [ScriptedWriter.Line] = []
        for index in 0..<300 {
            script += lines(1, bytes: 10, due: Instant(Int64(index / 2) * 1000))
        }
        let bench = ProducerBench(script) {
            $0.linger = .milliseconds(1)
            $0.batchBytes = 100_000
        }
        try bench.run(until: .milliseconds(5))
        try bench.drain()
        #expect(bench.writer.completions.flatMap(\.sendTimes) == script.map(\.due))
        #expect(bench.writer.completions.count == 1)
    }

    @Test func sequencesAreDenseInEachPartition() throws {
        let script = (0..<300).flatMap { lines(1, partition: ($0 * 7) % 5, bytes: 90) }
        let bench = ProducerBench(script, places: Array(repeating: (0, 0), count: 5)) {
            $0.bufferMemoryBytes = 6000
        }
        try bench.drain()
        for partition in 0..<5 {
            #expect(bench.writer.sequences[partition] == (0..<60).map { UInt64($0) })
            let told = bench.writer.completions.filter { $0.partition == partition }
            #expect(told.flatMap { Array($0.sequences) } == (0..<60).map { UInt64($0) })
        }
    }

    @Test func queuedBytesTellWhatWaits() throws {
        var accumulator = RecordAccumulator(
            partitions: 2, batchBytes: 1000, bufferMemoryBytes: 10_000, pool: BufferPool())
        #expect(accumulator.queuedBytes(partition: 0) == 0)
        for _ in 0..<5 {
            let slot = accumulator.append(
                partition: PartitionIndex(1), timestamp: 0, key: nil, valueBytes: 300,
                sendTime: Instant(0), now: Instant(0))
            #expect(slot != nil)
        }
        #expect(accumulator.queuedBytes(partition: 0) == 0)
        #expect(accumulator.queuedBytes(partition: 1) > 1000)
        // Two records fit a batch for sure.
        #expect(accumulator.usedBytes == 3000)
    }
}
