import Client
import Messages
import Records
import Testing

/// How batches end for which the time is up.
@Suite struct DeliveryTimeoutTests {
    private func bench(
        _ lines: [ScriptedWriter.Line], _ change: (inout ProducerConfiguration) -> Void = { _ in }
    ) -> ProducerBench {
        ProducerBench(lines) {
            $0.deliveryTimeout = .milliseconds(1000)
            change(&$0)
        }
    }

    @Test func aBatchUnderWayEndsOpenAndItsAnswerIsIgnored() throws {
        let bench = bench(lines(2, bytes: 400, due: .milliseconds(7)))
        try bench.run(until: .milliseconds(1006))
        #expect(bench.writer.completions.isEmpty)
        try bench.run(until: .milliseconds(1007))
        let told = try #require(bench.writer.completions.first)
        #expect(told.error == .requestTimedOut)
        #expect(told.time == .milliseconds(1007))
        #expect(told.attempts == 1)
        #expect(bench.writer.failures.map(\.error) == [.requestTimedOut])
        #expect(bench.producer.isIdle)
        try bench.answer()
        #expect(bench.writer.completions.count == 1)
    }

    @Test func aBatchThatWasNeverSentEndsSurelyNotAppended() throws {
        let bench = bench(lines(6, bytes: 400)) { $0.maxInFlight = 1 }
        try bench.run(until: .milliseconds(1000))
        #expect(bench.writer.completions.map(\.attempts) == [1, 0, 0])
        #expect(bench.writer.completions.map(\.sequences) == [0..<2, 2..<4, 4..<6])
        #expect(
            bench.writer.completions.map(\.error.provesNothingAppended) == [false, true, true])
        #expect(bench.producer.isIdle)
    }

    @Test func aBatchThatLingersEndsToo() throws {
        let bench = bench(lines(1)) { $0.linger = .milliseconds(5000) }
        try bench.run(until: .milliseconds(1000))
        #expect(bench.writer.completions.map(\.error) == [.notLeaderOrFollower])
        #expect(bench.sent.isEmpty)
        #expect(bench.producer.isIdle)
        bench.writer.add(ScriptedWriter.Line(due: .milliseconds(2000)))
        bench.producer.flush()
        try bench.run(until: .milliseconds(2000))
        #expect(bench.sent.count == 1)
    }

    @Test(arguments: [ErrorCode.notEnoughReplicas, .notLeaderOrFollower])
    func afterRefusalsOnlyTheOutcomeIsCertain(error: ErrorCode) throws {
        let bench = bench(lines(1))
        try bench.run(until: .milliseconds(0))
        while !bench.open.isEmpty {
            try bench.answer(error: error)
            try bench.run(until: bench.producer.nextStep)
        }
        #expect(bench.writer.completions.map(\.error) == [error])
        #expect(bench.writer.completions.map(\.time) == [.milliseconds(1000)])
        // 0, 100, 300 and 700 ms; the next one would come too late.
        #expect(bench.writer.completions.map(\.attempts) == [4])
    }

    @Test func afterAnOpenAttemptTheOutcomeStaysOpen() throws {
        let bench = bench(lines(1))
        try bench.run(until: .milliseconds(0))
        try bench.disconnect(0)
        try bench.run(until: .milliseconds(100))
        while !bench.open.isEmpty {
            try bench.answer(error: .notEnoughReplicas)
            try bench.run(until: bench.producer.nextStep)
        }
        #expect(bench.writer.completions.map(\.error) == [.networkException])
    }

    @Test func everyPartitionHasItsOwnTime() throws {
        let script = [3, 1, 2, 0].map { partition in
            ScriptedWriter.Line(
                due: .milliseconds(Int64(3 - partition) * 10), partition: partition, bytes: 400)
        }.sorted { $0.due < $1.due }
        let bench = ProducerBench(script, places: Array(repeating: (0, 0), count: 4)) {
            $0.deliveryTimeout = .milliseconds(1000)
        }
        try bench.run(until: .milliseconds(5000))
        #expect(bench.writer.completions.map(\.partition) == [3, 2, 1, 0])
        let times = [1000, 1010, 1020, 1030].map { Instant.milliseconds($0) }
        #expect(bench.writer.completions.map(\.time) == times)
    }

    /// What ends makes room for what was refused.
    @Test func memoryIsFreeAgain() throws {
        let bench = bench(lines(8, bytes: 400)) { $0.bufferMemoryBytes = 2000 }
        try bench.run(until: .milliseconds(999))
        #expect(bench.writer.taken == 4)
        try bench.run(until: .milliseconds(1000))
        #expect(bench.writer.taken == 8)
    }

    @Test func whatIsAcknowledgedInTimeIsNotGivenUp() throws {
        let bench = bench((0..<50).flatMap { lines(1, due: .milliseconds(Int64($0) * 100)) })
        for moment in stride(from: Int64(0), through: 6000, by: 50) {
            try bench.run(until: .milliseconds(moment))
            try bench.drain()
        }
        #expect(bench.writer.completions.count == 50)
        #expect(bench.writer.completions.allSatisfy { $0.error == .none })
    }
}
