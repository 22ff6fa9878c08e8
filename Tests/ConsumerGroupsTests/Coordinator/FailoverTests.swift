import ConsumerGroups
import Messages
import Records
import Testing

/// What outlives a coordinator.
@Suite struct FailoverTests {
    private let bench = CoordinatorBench()

    @Test func aStableGroupGoesOnWithoutARebalance() throws {
        let (members, generation) = try bench.stableGroup(of: 2)
        let commit = bench.commitRequest(members[0], generation, 12)
        #expect(try bench.commitAnswer(commit) == .none)
        bench.failOver()
        #expect(try bench.heartbeat(members[0], generation) == .none)
        #expect(
            try bench.syncAnswer(bench.syncRequest(members[1], generation)).partitions
                == [tp(0, 1)])
        #expect(try bench.committed() == 12)
    }

    @Test func membersHaveTheirSessionTimeoutToComeBack() throws {
        let (members, generation) = try bench.stableGroup(of: 2)
        bench.pass(.seconds(9))
        bench.failOver()
        bench.pass(.seconds(9))
        #expect(try bench.heartbeat(members[0], generation) == .none)
        bench.pass(.seconds(2))
        #expect(try bench.heartbeat(members[1], generation) == .unknownMemberID)
    }

    @Test func whoWaitsIsToldThatItIsNoCoordinatorAnyMore() throws {
        let (members, generation) = try bench.stableGroup(of: 2)
        bench.commitsAtOnce = false
        let commit = bench.commitRequest(members[0], generation, 12)
        let join = bench.joinRequest(members[1], owned: [tp(0, 1)])
        bench.failOver()
        #expect(try bench.commitAnswer(commit) == .notCoordinator)
        #expect(try bench.joinAnswer(join).error == .notCoordinator)
        #expect(try bench.committed() == nil)
    }

    @Test func aGenerationWithoutSharesIsForgotten() throws {
        let (members, generation) = try bench.stableGroup(of: 1)
        let join = bench.joinRequest(members[0])
        let next = try bench.joinAnswer(join).generation
        bench.failOver()
        #expect(try bench.heartbeat(members[0], next) == .illegalGeneration)
        #expect(try bench.heartbeat(members[0], generation) == .none)
    }

    @Test func memberIDsAreNotGivenTwice() throws {
        let before = try bench.newMember()
        bench.failOver()
        let after = try bench.newMember()
        #expect(before != after)
        #expect(before.description == "0-1")
        #expect(after.description == "1-1")
    }

    @Test func tombstonesTakeAway() throws {
        let (members, generation) = try bench.stableGroup(of: 1)
        _ = bench.commitRequest(members[0], generation, 12)
        _ = bench.commitRequest(members[0], generation, 13, partition: 1)
        let loaded = GroupCoordinator(leaderEpoch: LeaderEpoch(9), settings: CoordinatorSettings())
        for record in bench.log { loaded.load(record) }
        loaded.load(.offsetGone(CoordinatorBench.group, tp(0, 0)))
        loaded.load(.groupGone(CoordinatorBench.group))
        loaded.finishLoading(now: bench.now)
        let view = try #require(loaded.view(of: CoordinatorBench.group))
        #expect(view.offsets.map(\.partition) == [tp(0, 1)])
        #expect(view.metadata.members.isEmpty)
        #expect(view.state == .empty)
    }

    #if PLANTED_BUGS
        @Test func thePlantedBugLosesTheMembers() throws {
            let bench = CoordinatorBench(
                plantedBugs: PlantedBugs(.losesAssignmentOnCoordinatorFailover))
            let (members, generation) = try bench.stableGroup(of: 1)
            bench.failOver()
            #expect(try bench.heartbeat(members[0], generation) == .unknownMemberID)
        }

        @Test func thePlantedBugGivesAPartitionToTwo() throws {
            let bench = CoordinatorBench(plantedBugs: PlantedBugs(.doubleOwnership))
            let (members, _) = try bench.stableGroup(of: 2)
            let joins = members.map { bench.joinRequest($0) }
            let generation = try bench.joinAnswer(joins[0]).generation
            let leader = try bench.syncAnswer(
                bench.syncRequest(
                    members[0], generation,
                    shares: [(members[0], [tp(0, 1)]), (members[1], [tp(0, 0)])]))
            let other = try bench.syncAnswer(bench.syncRequest(members[1], generation))
            #expect(leader.partitions == [tp(0, 0)])
            #expect(other.partitions == [tp(0, 0)])
        }
    #endif

    /// Whatever happened, the log holds what the coordinator knows once nothing is under way.
    @Test func aCoordinatorThatReadsTheLogKnowsWhatTheLiveOneKnows() throws {
        var stableCount = 0
        for seed in 0..<200 {
            var walk = GroupWalk(seed: seed)
            for _ in 0..<60 {
                try walk.step()
                guard let live = walk.bench.coordinator.views.first else { continue }
                guard live.state == .stable || live.state == .empty else { continue }
                stableCount += 1
                let loaded = walk.bench.loaded(epoch: 1_000).views.first
                try #require(
                    live == loaded || live.isUntouched, "seed \(seed)")
            }
        }
        #expect(stableCount > 1_000)
    }
}

extension GroupView {
    /// Whether nothing of the group had to be kept yet.
    fileprivate var isUntouched: Bool {
        state == .empty && metadata.generation == GroupGeneration(0) && offsets.isEmpty
    }
}
