import Client
import Messages
import Records
import Testing

/// Answers that do not come, or come when they are no longer waited for.
@Suite struct LostAnswerTests {
    @Test func anOverdueAnswerBreaksTheConnection() throws {
        let bench = ProducerBench(
            lines(2, bytes: 400) + lines(2, bytes: 400, due: .milliseconds(300))
        ) { $0.requestTimeout = .milliseconds(500) }
        try bench.run(until: .milliseconds(499))
        #expect(bench.sent.count == 2)
        try bench.run(until: .milliseconds(500))
        // Both fail, the second one though its time has not come.
        #expect(bench.writer.failures.map(\.error) == [.requestTimedOut, .networkException])
        #expect(bench.writer.failures.allSatisfy { $0.time == .milliseconds(500) })
        try bench.run(until: .milliseconds(599))
        #expect(bench.sent.count == 2)
        try bench.run(until: .milliseconds(600))
        #expect(bench.sent.count == 4)
        #expect(bench.sent.map { Int($0.batches[0].marks[0]) } == [0, 2, 2, 0])
    }

    @Test func aLateAnswerIsIgnored() throws {
        let bench = ProducerBench(lines(2, bytes: 400)) { $0.requestTimeout = .milliseconds(500) }
        try bench.run(until: .milliseconds(500))
        let late = bench.lose()
        try bench.run(until: .milliseconds(600))
        #expect(bench.open.count == 1)
        late.entries[0].baseOffset = Offset(77)
        try bench.handle(.produced(late))
        #expect(bench.writer.completions.isEmpty)
        try bench.answer()
        #expect(bench.writer.completions.map(\.baseOffset) == [.zero])
        #expect(bench.writer.completions.map(\.attempts) == [2])
        // And once more, when the batch has its outcome.
        try bench.handle(.produced(late))
        #expect(bench.writer.completions.count == 1)
        #expect(bench.producer.isIdle)
    }

    /// The broker that did not answer may wake up and stamp its offset into what it holds.
    @Test func whatIsSentAgainIsInABufferOfItsOwn() throws {
        let bench = ProducerBench(lines(2, bytes: 400)) { $0.requestTimeout = .milliseconds(500) }
        try bench.run(until: .milliseconds(500))
        let held = try #require(bench.lose().entries[0].batch)
        try bench.run(until: .milliseconds(600))
        let again = try #require(bench.open.first?.entries[0].batch)
        #expect(again !== held)
        #expect(Array(again.bytes) == Array(held.bytes))
        // A refusal comes back with the buffer: there is nobody else to hold it.
        try bench.answer(error: .notEnoughReplicas)
        try bench.run(until: .milliseconds(1_000))
        #expect(bench.open.first?.entries[0].batch === again)
    }

    @Test func anAnswerThatComesTwiceCountsOnce() throws {
        let bench = ProducerBench(lines(8, bytes: 400))
        try bench.run(until: .milliseconds(0))
        let copies = bench.open.map { $0.copy() }
        for copy in copies { try bench.handle(.produced(copy)) }
        #expect(bench.writer.completions.count == 4)
        for request in bench.open { try bench.handle(.produced(request)) }
        #expect(bench.writer.completions.count == 4)
        #expect(bench.producer.isIdle)
    }

    @Test func aBrokenConnectionFailsWhatIsUnderWayAndRests() throws {
        let script = lines(2, bytes: 400) + lines(2, bytes: 400, due: .milliseconds(50))
        let bench = ProducerBench(script, places: [(0, 0)])
        try bench.run(until: .milliseconds(10))
        try bench.disconnect(0)
        #expect(bench.writer.failures.map(\.error) == [.networkException])
        // What comes meanwhile waits too.
        try bench.run(until: .milliseconds(109))
        #expect(bench.sent.count == 1)
        try bench.run(until: .milliseconds(110))
        #expect(bench.sent.map { Int($0.batches[0].marks[0]) } == [0, 0, 2])
    }

    /// A broker that is gone refuses again and again: the connection rests longer each time, and
    /// an answer ends that.
    @Test func aConnectionThatKeepsBreakingRestsLonger() throws {
        let bench = ProducerBench(lines(1) + lines(1, due: .milliseconds(10_000))) {
            $0.retryBackoff = .milliseconds(10)
            $0.retryBackoffMax = .milliseconds(40)
        }
        for moment in [0, 10, 30, 70] as [Int64] {
            try bench.run(until: .milliseconds(moment))
            try bench.disconnect(0)
            try bench.disconnect(0)
        }
        try bench.run(until: .milliseconds(200))
        #expect(bench.sent.map(\.time) == [0, 10, 30, 70, 110].map { .milliseconds($0) })
        try bench.answer()
        try bench.run(until: .milliseconds(10_000))
        try bench.disconnect(0)
        #expect(bench.sent.count == 6)
        try bench.run(until: .milliseconds(10_010))
        #expect(bench.sent.count == 7)
    }

    @Test func otherConnectionsGoOn() throws {
        let script = (0..<2).flatMap { lines(4, partition: $0, bytes: 400) }
        let bench = ProducerBench(script, places: [(0, 0), (1, 0)]) { $0.maxInFlight = 1 }
        try bench.run(until: .milliseconds(0))
        try bench.disconnect(0)
        try bench.answer()
        try bench.answer()
        #expect(bench.writer.completions.map(\.partition) == [1, 1])
    }

    @Test func aConnectionNobodyKnowsIsNoMatter() throws {
        let bench = ProducerBench(lines(1))
        try bench.run(until: .milliseconds(0))
        try bench.handle(.disconnected(BrokerID(7), listener: 0))
        try bench.handle(.disconnected(BrokerID(0), listener: 3))
        #expect(bench.writer.failures.isEmpty)
        try bench.drain()
        #expect(bench.writer.completions.map(\.error) == [.none])
    }
}
