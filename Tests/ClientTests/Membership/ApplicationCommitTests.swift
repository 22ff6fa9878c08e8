import Client
import Messages
import Records
import Testing

/// Commits that the application asks for itself.
@Suite struct ApplicationCommitTests {
    private func bench(_ mode: CommitPolicy.Mode, owned: [Int] = [0]) -> MemberBench {
        let bench = MemberBench {
            $0.commit.mode = mode
            $0.commit.interval = .seconds(100)
            $0.pollIntervalMax = .seconds(5)
        }
        bench.become(owner: owned, committed: [0: 0, 1: 0])
        return bench
    }

    private func commit(
        _ bench: MemberBench, _ partition: Int, _ offset: Int64
    ) throws(ClientError) {
        var failure: ClientError?
        bench.act { consumer, now, effects in
            do throws(ClientError) {
                try consumer.commit(
                    PartitionIndex(partition), Offset(offset), now: now, effects: &effects)
            } catch { failure = error }
        }
        if let failure { throw failure }
    }

    @Test func `what was read is committed, and no more`() throws {
        let bench = bench(.auto)
        try bench.answerFetch(0, batches: [4])
        try commit(bench, 0, 2)
        #expect(bench.commits.map(\.places) == [[[0, 2]]])
        #expect(
            throws: ClientError.commitBeyondRead(
                PartitionIndex(0), offset: Offset(5), position: Offset(4))
        ) { try commit(bench, 0, 5) }
        #expect(throws: ClientError.notOwned(PartitionIndex(3))) { try commit(bench, 3, 0) }
        #expect(
            throws: ClientError.commitBelowZero(PartitionIndex(0), offset: Offset(-5))
        ) { try commit(bench, 0, -5) }
        bench.answerCommit()
        #expect(bench.commits.isEmpty)
    }

    @Test func `while another commit is out, the latest offset asked for waits`() throws {
        let bench = bench(.async, owned: [0, 1])
        try bench.answerFetch(1, batches: [1])
        #expect(bench.commits.map(\.places) == [[[1, 1]]])
        bench.reader.serviceTime = .seconds(1)
        try bench.answerFetch(0, batches: [20])
        bench.run(for: .seconds(4))
        try commit(bench, 0, 2)
        try commit(bench, 0, 3)
        #expect(bench.commits.count == 1)
        bench.answerCommit()
        #expect(bench.commits.map(\.places) == [[[0, 3]]])
        bench.answerCommit()
        #expect(bench.reader.events.last == .committed(0, 3))
    }

    @Test func `an offset asked for goes with its partition`() throws {
        let bench = bench(.auto, owned: [0, 1])
        try bench.answerFetch(0, batches: [4])
        try commit(bench, 0, 1)
        try commit(bench, 0, 2)
        bench.run(for: .seconds(3))
        bench.answerHeartbeat(.rebalanceInProgress)
        // The position itself is committed before the partition is given up.
        #expect(bench.commits.last?.places == [[0, 4]])
        bench.commits = [bench.commits.removeLast()]
        bench.answerCommit()
        #expect(bench.joins.count == 1)
        #expect(bench.commits.isEmpty)
    }

    @Test func `a refused one is not followed by the position`() throws {
        let bench = bench(.sync)
        bench.reader.serviceTime = .seconds(1)
        try bench.answerFetch(0, batches: [20])
        bench.run(for: .milliseconds(2_500))
        try commit(bench, 0, 2)
        bench.answerCommit(.rebalanceInProgress)
        #expect(bench.reader.events.last == .commitFailed(.rebalanceInProgress))
        bench.run(for: .seconds(1))
        #expect(bench.commits.isEmpty)
    }

    @Test func `who was put out commits nothing`() throws {
        let bench = bench(.auto)
        bench.reader.serviceTime = .seconds(1)
        try bench.answerFetch(0, batches: [20])
        bench.run(for: .seconds(6))
        #expect(bench.reader.events.contains(.pollTookTooLong))
        #expect(throws: ClientError.notOwned(PartitionIndex(0))) { try commit(bench, 0, 1) }
        #expect(bench.commits.isEmpty)
    }
}
