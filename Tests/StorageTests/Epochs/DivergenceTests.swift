import Records
import Storage
import Testing

/// The divergence cases of KIP-101, KIP-279 and KIP-320, and what follows them.
@Suite struct DivergenceTests {
    private typealias Pair = ReplicaPair

    /// KIP-101, first case: the follower has the last record and does not know yet that it is
    /// committed. It restarts, the leader dies, the follower leads. Cut to its high watermark, it
    /// would have lost the record.
    @Test func restartedFollowerKeepsWhatItsHighWatermarkDoesNotCoverYet() throws {
        let a = try Pair.log([0, 0], writer: 1)
        let disk = FaultyDisk()
        let b = try LogDriver(disk: disk)
        try Pair.catchUp(b, with: a)
        let restarted = try LogDriver(disk: disk.crashProcess())
        #expect(try Pair.catchUp(restarted, with: a) == [])
        #expect(restarted.log.logEnd == Offset(2))

        try restarted.log.beginEpoch(LeaderEpoch(1))
        try Pair.write(restarted, epoch: 1, writer: 2)
        #expect(try Pair.catchUp(a, with: restarted) == [])
        try Pair.expectIdentical(a, restarted)
    }

    /// KIP-101, second case: both lose power; the one with less comes back first, leads, and
    /// writes at an offset that the other has used. By offsets alone both logs look alike.
    @Test func recordsOfALostEpochAreReplacedAndNotMixed() throws {
        let a = try Pair.log([0, 0], writer: 1)
        let b = try Pair.log([0], writer: 1)
        try b.log.beginEpoch(LeaderEpoch(1))
        try Pair.write(b, epoch: 1, writer: 2)
        #expect(a.log.logEnd == b.log.logEnd)
        #expect(try Pair.catchUp(a, with: b) == [1])
        try Pair.expectIdentical(a, b)
    }

    /// KIP-101: a leader that has not written yet answers with its epoch's start.
    @Test func followerAheadOfANewLeaderWithoutRecordsIsCutToItsEpochsStart() throws {
        let a = try Pair.log([0, 0, 0, 0], writer: 1)
        let b = try Pair.log([0, 0], writer: 1)
        try b.log.beginEpoch(LeaderEpoch(1))
        #expect(try Pair.catchUp(a, with: b) == [2])
        #expect(try a.readAll() == (try b.readAll()))
    }

    /// KIP-279: after fast failovers the follower lacks the epoch that the leader names. One round
    /// would leave offsets 4 to 7 different on both sides.
    @Test func fastFailoversTakeAsManyRoundsAsThereAreUnknownEpochs() throws {
        let follower = try Pair.log([0, 0, 0, 0, 1, 1, 1, 1, 3, 3], writer: 1)
        let leader = try Pair.log([0, 0, 0, 0, 0, 2, 2, 2, 2, 4], writer: 1)
        #expect(
            try leader.log.divergence(from: Offset(10), lastEpoch: LeaderEpoch(3))
                == EpochEnd(epoch: LeaderEpoch(2), endOffset: Offset(9)))
        #expect(try Pair.catchUp(follower, with: leader) == [8, 4])
        try Pair.expectIdentical(follower, leader)
    }

    /// KIP-320: the leader was cut and has grown past the reader's offset since. A reader who told
    /// its offset alone would go on as if nothing had happened.
    @Test func offsetThatWasCutAndWrittenAgainIsNoticed() throws {
        let old = try Pair.log([0, 0, 0, 1, 1, 1], writer: 1)
        let leader = try Pair.log([0, 0, 0], writer: 1)
        for _ in 0..<6 { try Pair.write(leader, epoch: 2, writer: 2) }
        let reader = (offset: Offset(6), epoch: LeaderEpoch(1))
        #expect(
            try leader.log.divergence(from: reader.offset, lastEpoch: nil) == nil,
            "no epoch, no notice")
        #expect(
            try leader.log.divergence(from: reader.offset, lastEpoch: reader.epoch)
                == EpochEnd(epoch: LeaderEpoch(0), endOffset: Offset(3)))
        #expect(try Pair.catchUp(old, with: leader) == [3])
        try Pair.expectIdentical(old, leader)
    }

    @Test func followerOfALaterEpochThanTheLeaderKnowsIsOutOfRange() throws {
        let leader = try Pair.log([0, 1], writer: 1)
        #expect(throws: StorageError.self) {
            try leader.log.divergence(from: Offset(2), lastEpoch: LeaderEpoch(2))
        }
    }

    @Test func followerOutsideTheLeadersLogIsOutOfRange() throws {
        let leader = try Pair.log([0, 1], writer: 1)
        #expect(throws: StorageError.self) {
            try leader.log.divergence(from: Offset(3), lastEpoch: nil)
        }
        try leader.truncateFully(startingAt: Offset(50))
        try Pair.write(leader, epoch: 3, writer: 1)
        #expect(throws: StorageError.self) {
            try leader.log.divergence(from: Offset(49), lastEpoch: nil)
        }
        #expect(try leader.log.divergence(from: Offset(50), lastEpoch: nil) == nil)
    }

    /// A new leader's last appends as a follower are still on their way to its disk; another
    /// follower has them already.
    @Test func followerOfWhatIsOnItsWayIntoTheLeadersLogDepartsNowhere() throws {
        let leader = try Pair.log([0, 0], writer: 1)
        try leader.append(
            try TestBatches.encode([TestRecord(value: [1])]), epoch: LeaderEpoch(0))
        try leader.log.beginEpoch(LeaderEpoch(1))
        #expect(leader.log.logEnd == Offset(2))
        #expect(try leader.log.divergence(from: Offset(3), lastEpoch: LeaderEpoch(0)) == nil)
        #expect(throws: StorageError.self) {
            try leader.log.divergence(from: Offset(4), lastEpoch: nil)
        }
    }

    /// The leader's retention has taken all that the follower shares with it.
    @Test func followerWhoseEpochsTheLeaderHasDeletedIsCutToTheLeadersStart() throws {
        let follower = try Pair.log([0, 0, 0, 0, 0, 0], writer: 1)
        let leader = try LogDriver(disk: FaultyDisk())
        try leader.truncateFully(startingAt: Offset(4))
        for _ in 0..<5 { try Pair.write(leader, epoch: 5, writer: 2) }
        #expect(try Pair.fetch(follower, from: leader) == .cut(4))
    }

    /// Leaders come and go at random, one of them any replica, so that records are lost; whoever
    /// has caught up has the leader's log, and two logs that have the same epoch at the same
    /// offset have the same record there.
    @Test func replicasAgreeAfterRandomElections() throws {
        var cuts = 0
        for seed in 0..<UInt64(250) {
            var random = SeededRandom(seed)
            let logs = try (0..<3).map { _ in try LogDriver(disk: FaultyDisk()) }
            var leader = 0
            var epoch: Int32 = 0
            for step in 0..<80 {
                switch random.below(8) {
                case 0:
                    epoch += 1 + Int32(random.below(2))
                    leader = random.below(3)
                    try logs[leader].log.beginEpoch(LeaderEpoch(epoch))
                case 1..<4:
                    let batch = try TestBatches.random(
                        records: 1 + random.below(3), valueBytes: 4, &random)
                    try logs[leader].append(batch, epoch: LeaderEpoch(epoch))
                    logs[leader].drain()
                default:
                    let follower = (leader + 1 + random.below(2)) % 3
                    let round = try Pair.fetch(
                        logs[follower], from: logs[leader], offsetsMax: 1 + random.below(6))
                    if case .cut = round { cuts += 1 }
                }
                try Self.checkMatching(logs, "seed \(seed), step \(step)")
            }
            for follower in 0..<3 where follower != leader {
                try Pair.catchUp(logs[follower], with: logs[leader])
                try #require(
                    try logs[follower].readAll() == (try logs[leader].readAll()), "seed \(seed)")
            }
        }
        #expect(cuts > 300, "\(cuts) cuts")
    }

    private static func checkMatching(_ logs: [LogDriver], _ what: String) throws {
        for (a, b) in [(0, 1), (0, 2), (1, 2)] {
            let others = Dictionary(
                uniqueKeysWithValues: logs[b].written.map { ($0.base, $0) })
            for batch in logs[a].written {
                guard let other = others[batch.base], other.epoch == batch.epoch else { continue }
                try #require(other.bytes == batch.bytes, "\(what), offset \(batch.base)")
            }
        }
    }
}
