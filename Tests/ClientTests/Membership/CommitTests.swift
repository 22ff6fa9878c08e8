import Client
import Messages
import Records
import Testing

@Suite struct CommitTests {
    private func bench(
        _ moment: CommitPolicy.Moment, _ mode: CommitPolicy.Mode, owned: [Int] = [0]
    ) -> MemberBench {
        let bench = MemberBench {
            $0.commit.moment = moment
            $0.commit.mode = mode
            $0.commit.interval = .seconds(2)
            $0.pollRecordsMax = 1
        }
        bench.become(owner: owned, committed: [0: 0, 1: 0])
        return bench
    }

    @Test func `after and sync: the next poll waits for the answer`() throws {
        let bench = bench(.after, .sync)
        try bench.answerFetch(0, batches: [3, 2])
        #expect(bench.reader.readCount == 3)
        #expect(bench.commits.map(\.places) == [[[0, 3]]])
        bench.run(for: .seconds(1))
        #expect(bench.reader.readCount == 3)
        bench.answerCommit()
        #expect(bench.reader.readCount == 5)
        #expect(bench.commits.map(\.places) == [[[0, 5]]])
    }

    @Test(arguments: [Codec.none, .lz4])
    func `before and sync: a batch waits for its commit`(codec: Codec) throws {
        let bench = bench(.before, .sync)
        try bench.answerFetch(0, batches: [3, 2], codec: codec)
        #expect(bench.reader.readCount == 0)
        #expect(bench.commits.map(\.places) == [[[0, 3]]])
        bench.answerCommit()
        #expect(bench.reader.reads[0] == [0, 1, 2])
        #expect(bench.commits.map(\.places) == [[[0, 5]]])
        bench.answerCommit()
        #expect(bench.reader.reads[0] == [0, 1, 2, 3, 4])
        #expect(bench.commits.isEmpty)
    }

    @Test(arguments: [Codec.none, .lz4])
    func `before and sync: a batch whose commit was refused is not processed`(
        codec: Codec
    ) throws {
        let bench = bench(.before, .sync)
        try bench.answerFetch(0, batches: [3], codec: codec)
        bench.answerCommit(.illegalGeneration)
        #expect(bench.reader.readCount == 0)
        #expect(bench.reader.events.contains(.lost([0])))
        bench.become(generation: 2, owner: [0], committed: [0: 0])
        try bench.answerFetch(0, batches: [3], codec: codec)
        bench.answerCommit()
        #expect(bench.reader.reads[0] == [0, 1, 2])
    }

    @Test func `async: nothing waits, and one commit is under way at a time`() throws {
        let bench = bench(.after, .async)
        try bench.answerFetch(0, batches: [1, 1, 1, 1])
        #expect(bench.reader.readCount == 4)
        #expect(bench.commits.map(\.places) == [[[0, 1]]])
        bench.answerCommit()
        #expect(bench.commits.map(\.places) == [[[0, 4]]])
        bench.answerCommit()
        #expect(bench.commits.isEmpty)
    }

    @Test func `auto: every interval, and only what has moved`() throws {
        let bench = bench(.after, .auto, owned: [0, 1])
        try bench.answerFetch(0, batches: [1, 1])
        #expect(bench.commits.isEmpty)
        bench.run(for: .seconds(2))
        #expect(bench.commits.map(\.places) == [[[0, 2]]])
        bench.answerCommit()
        bench.run(for: .seconds(2))
        #expect(bench.commits.isEmpty)
    }

    @Test func `auto after: a record is not committed before it is processed`() throws {
        let bench = bench(.after, .auto)
        bench.reader.serviceTime = .seconds(1)
        try bench.answerFetch(0, batches: [10])
        bench.run(for: .seconds(2))
        let read = Int64(bench.reader.readCount)
        #expect(bench.commits.first?.places.first?[1] ?? .max <= read)
    }

    @Test func `auto before: what was handed over is committed`() throws {
        let bench = bench(.before, .auto)
        bench.reader.serviceTime = .seconds(1)
        try bench.answerFetch(0, batches: [10])
        bench.run(for: .seconds(2))
        #expect(bench.commits.map(\.places) == [[[0, 10]]])
        #expect(bench.reader.readCount < 10)
    }

    @Test func `a commit that finds no coordinator is sent again`() throws {
        let bench = bench(.after, .sync)
        try bench.answerFetch(0, batches: [3])
        bench.answerCommit(.notCoordinator)
        #expect(bench.commits.isEmpty)
        bench.lead(offsetsPartition: 0, epoch: 1)
        bench.run(for: .milliseconds(100))
        #expect(bench.commits.map(\.places) == [[[0, 3]]])
        #expect(bench.coordinator == 0)
    }

    @Test(arguments: [ErrorCode.illegalGeneration, .unknownMemberID])
    func `a late commit is refused, and its member puts itself right`(error: ErrorCode) throws {
        let bench = bench(.after, .sync)
        try bench.answerFetch(0, batches: [3])
        bench.answerCommit(error)
        #expect(bench.reader.events.suffix(3).contains(.commitFailed(error)))
        #expect(bench.reader.events.contains(.lost([0])))
        #expect(bench.joins.map(\.member) == [error == .unknownMemberID ? .none : MemberID(7)])
    }

    @Test func `before and async: a batch is processed while its commit is under way`() throws {
        let bench = bench(.before, .async)
        try bench.answerFetch(0, batches: [3, 2])
        #expect(bench.reader.reads[0] == [0, 1, 2, 3, 4])
        // One commit at a time; the second batch's goes out when the first one's is answered.
        #expect(bench.commits.map(\.places) == [[[0, 3]]])
        bench.answerCommit()
        #expect(bench.commits.map(\.places) == [[[0, 5]]])
        bench.answerCommit()
        #expect(bench.commits.isEmpty)
    }

    // MARK: Commits that meet a rebalance

    @Test func `a cooperative member whose commit meets a rebalance commits after it`() throws {
        let bench = MemberBench { $0.assignors = [.cooperativeSticky] }
        bench.become(owner: [0], committed: [0: 0])
        bench.run(for: .seconds(3))
        bench.answerHeartbeat(.rebalanceInProgress)
        try bench.answerFetch(0, batches: [3])
        bench.answerCommit(.rebalanceInProgress)
        bench.answerJoin(generation: 2, assignor: .cooperativeSticky)
        bench.answerSync(.none, [0])
        // Though nothing more is read.
        #expect(bench.commits.map(\.places) == [[[0, 3]]])
        #expect(bench.commits.first?.generation == GroupGeneration(2))
        bench.answerCommit()
        #expect(bench.reader.events.last == .committed(0, 3))
        try bench.answerFetch(0, batches: [1])
        #expect(bench.commits.map(\.places) == [[[0, 4]]])
    }

    @Test(arguments: [CommitPolicy.Mode.sync, .async])
    func `a commit that is never answered is tried again later`(mode: CommitPolicy.Mode) throws {
        let bench = MemberBench(requestTimeout: .seconds(2)) {
            $0.commit.mode = mode
            $0.pollIntervalMax = .seconds(3)
        }
        bench.become(owner: [0], committed: [0: 0])
        try bench.answerFetch(0, batches: [3])
        bench.run(for: .milliseconds(3_000))
        #expect(bench.reader.events.last == .commitFailed(.requestTimedOut))
        bench.commits = []
        bench.run(for: .seconds(1))
        #expect(bench.commits.map(\.places) == [[[0, 3]]])
        bench.answerCommit()
        #expect(bench.reader.events.last == .committed(0, 3))
    }

    @Test func `an async commit that a rebalance refuses is not asked for over and over`() throws {
        let bench = MemberBench {
            $0.assignors = [.cooperativeSticky]
            $0.commit.mode = .async
        }
        bench.become(owner: [0], committed: [0: 0])
        bench.run(for: .seconds(3))
        bench.answerHeartbeat(.rebalanceInProgress)
        try bench.answerFetch(0, batches: [3])
        bench.answerCommit(.rebalanceInProgress)
        #expect(bench.commits.isEmpty)
        bench.answerJoin(generation: 2, assignor: .cooperativeSticky)
        bench.answerSync(.none, [0])
        #expect(bench.commits.map(\.places) == [[[0, 3]]])
    }

    // MARK: Members that are out

    /// The coordinator would take it for the commit of a consumer outside the group, which may
    /// turn back what the members did.
    @Test(arguments: [CommitPolicy.Mode.sync, .async])
    func `before: who was put out processes and commits no further batch`(
        mode: CommitPolicy.Mode
    ) throws {
        let bench = MemberBench {
            $0.commit.moment = .before
            $0.commit.mode = mode
            $0.pollIntervalMax = .seconds(5)
        }
        bench.become(owner: [0], committed: [0: 0])
        bench.reader.serviceTime = .seconds(1)
        try bench.answerFetch(0, batches: [7, 7])
        bench.answerCommit()
        bench.run(for: .seconds(6))
        #expect(bench.reader.events.last == .pollTookTooLong)
        bench.run(for: .seconds(3))
        #expect(bench.commits.isEmpty)
        #expect(bench.reader.reads[0] == [0, 1, 2, 3, 4, 5, 6])
        #expect(bench.reader.events.contains(.lost([0])))
        #expect(bench.joins.map(\.member) == [.none])
    }

    @Test func `a commit that waits to be sent again is not sent by who was put out`() throws {
        let bench = MemberBench {
            $0.assignors = [.cooperativeSticky]
            $0.commit.mode = .async
            $0.pollRecordsMax = 1
        }
        bench.become(owner: [0], committed: [0: 0])
        try bench.answerFetch(0, batches: [1, 1])
        bench.reader.serviceTime = .seconds(4)
        bench.run(for: .milliseconds(2_950))
        try bench.answerFetch(0, batches: [2])
        bench.run(for: .milliseconds(50))
        bench.answerHeartbeat(.unknownMemberID)
        bench.answerCommit(.notCoordinator)
        bench.lead(offsetsPartition: 0, epoch: 1)
        bench.run(for: .seconds(1))
        #expect(bench.commits.isEmpty)
    }

    @Test func `a commit that no log can hold ends the member, which leaves`() throws {
        let bench = bench(.after, .sync)
        try bench.answerFetch(0, batches: [3])
        bench.answerCommit(.invalidCommitOffsetSize)
        #expect(bench.reader.events.last == .failed(.groupRefused(.invalidCommitOffsetSize)))
        #expect(bench.consumer.isClosed)
        #expect(bench.leaves.count == 1)
        let text = ClientError.groupRefused(.invalidCommitOffsetSize).description
        #expect(text.contains("does not fit a segment of the offsets topic"))
    }
}
