import Brokers
import ConsumerGroups
import Messages
import Records
import Storage
import Testing

/// What becomes of groups when their coordinator dies, stalls or starts again.
@Suite struct CoordinatorFailoverTests {
    private let none = Messages.ErrorCode.none

    @Test func aGroupGoesOnWithAnotherCoordinator() throws {
        let groups = GroupDriver(minInsync: 2)
        let (member, generation) = try groups.stableMember()
        #expect(try groups.commit(member, generation, 12) == none)
        let before = try #require(groups.view())
        let old = try #require(groups.coordinator)
        groups.driver.kill(old)
        #expect(groups.driver.run { groups.coordinator != nil && groups.coordinator != old })
        #expect(try groups.heartbeat(member, generation) == none)
        #expect(groups.view() == before)
        #expect(try groups.committed() == 12)
        #expect(try groups.commit(member, generation, 13) == none)
        #expect(try groups.join(.none).member != member)
    }

    /// What a client was told is never taken back, whatever is killed.
    @Test(arguments: 0..<10)
    func acknowledgedPositionsOutliveEveryFailover(seed: Int) throws {
        let groups = GroupDriver(minInsync: 2) { topic, settings in
            topic.segmentBytes = 2_000
            settings.replicaFetchBytesMax = 300
        }
        var random = RandomSource(seed: UInt64(seed))
        let driver = groups.driver
        driver.linkDelay = { _ in .microseconds(Int64(100 + random.draw(3_000))) }
        var known: [Int: Int64] = [:]
        var offset: Int64 = 0
        for _ in 0..<4 {
            let (member, generation) = try groups.stableMember()
            for _ in 0..<random.draw(30) {
                offset += 1
                let partition = random.draw(3)
                let outcome = try groups.commit(member, generation, offset, partition: partition)
                if outcome == none { known[partition] = offset }
            }
            let victim = try #require(groups.coordinator)
            driver.kill(victim)
            #expect(driver.run { groups.coordinator != nil && groups.coordinator != victim })
            for (partition, offset) in known.sorted(by: { $0.key < $1.key }) {
                #expect(try groups.committed(partition) == offset, "seed \(seed)")
            }
            driver.start(victim)
            #expect(driver.settles())
            // The member of this round is gone; the next one finds an empty group.
            #expect(driver.run { groups.view()?.state == .empty })
        }
    }

    /// It knows what was committed only when it knows where that ends.
    @Test func aNewCoordinatorWaitsForItsLogToBeCommitted() throws {
        let groups = GroupDriver()
        let (member, generation) = try groups.stableMember()
        #expect(try groups.commit(member, generation, 12) == none)
        let driver = groups.driver
        let old = try #require(groups.coordinator)
        let followers = driver.followers(of: 0)
        driver.cut(.broker(followers[0]), .broker(followers[1]))
        driver.kill(old)
        #expect(driver.run { groups.coordinator != nil && groups.coordinator != old })
        driver.run(for: .milliseconds(50))
        let number = groups.send { groups.fetchRequest($0) }
        #expect(driver.run { groups.answer(number) != nil })
        #expect(groups.answer(number)?.groupError == .coordinatorLoadInProgress)
        #expect(try groups.committed() == 12)
    }

    @Test func whoWaitsIsToldWhenTheCoordinatorIsDeposed() throws {
        let groups = GroupDriver(minInsync: 2)
        let (member, generation) = try groups.stableMember()
        let driver = groups.driver
        let old = try #require(groups.coordinator)
        driver.isolate(old)
        let late = groups.send(to: old, groups.commitRequest(member, generation, 99))
        #expect(driver.run { groups.coordinator != old && groups.view() != nil })
        #expect(try groups.commit(member, generation, 12) == none)
        driver.heal()
        #expect(driver.run { groups.answer(late) != nil })
        #expect(groups.answer(late)?.isWorthKeeping == false)
        #expect(driver.settles())
        #expect(try groups.committed() == 12)
    }

    @Test(arguments: [true, false])
    func aBrokerThatStartsAgainReadsItsGroups(isClean: Bool) throws {
        let groups = GroupDriver(replicas: 1) { topic, settings in
            topic.segmentBytes = 1_000
            settings.replicaFetchBytesMax = 200
        }
        let (member, generation) = try groups.stableMember()
        for offset in 1...40 {
            #expect(
                try groups.commit(member, generation, Int64(offset), partition: offset % 3)
                    == none)
        }
        let broker = try #require(groups.coordinator)
        let before = try #require(groups.view())
        if isClean { try groups.driver.shutDown(broker) } else { groups.driver.kill(broker) }
        groups.driver.run(for: .milliseconds(100))
        groups.driver.start(broker)
        #expect(groups.driver.run { groups.view(broker) != nil && groups.coordinator == broker })
        #expect(groups.view() == before)
        #expect(try groups.committed(1) == 40)
        #expect(try groups.join(.none).member != member)
    }

    /// Compaction leaves what counts.
    @Test func groupsAreReadFromACompactedLog() throws {
        let groups = GroupDriver(replicas: 1) { topic, settings in
            topic.segmentBytes = 1_000
            topic.cleanupPolicy = .compact
            topic.minCleanableDirtyRatio = 0.01
            settings.cleanerInterval = .milliseconds(50)
        }
        let (member, generation) = try groups.stableMember()
        for offset in 1...200 {
            #expect(
                try groups.commit(member, generation, Int64(offset), partition: offset % 3)
                    == none)
        }
        let broker = try #require(groups.coordinator)
        groups.driver.run(for: .seconds(3))
        #expect(groups.driver.logBytes(broker, 0).count < 4_000)
        let before = try #require(groups.view())
        groups.driver.kill(broker)
        groups.driver.run(for: .milliseconds(100))
        groups.driver.start(broker)
        #expect(groups.driver.run { groups.view(broker) != nil })
        #expect(groups.view() == before)
    }

    /// The same where followers have compacted what they then coordinate by, each for itself.
    @Test(arguments: 0..<6)
    func acknowledgedPositionsOutliveFailoversOfACompactedLog(seed: Int) throws {
        let groups = GroupDriver(minInsync: 2) { topic, settings in
            topic.segmentBytes = 1_000
            topic.cleanupPolicy = .compact
            topic.minCleanableDirtyRatio = 0.01
            settings.cleanerInterval = .milliseconds(50)
            settings.replicaFetchBytesMax = 300
        }
        var random = RandomSource(seed: UInt64(seed))
        let driver = groups.driver
        var known: [Int: Int64] = [:]
        var offset: Int64 = 0
        for round in 0..<3 {
            let (member, generation) = try groups.stableMember()
            for _ in 0..<60 {
                offset += 1
                let partition = random.draw(3)
                let outcome = try groups.commit(member, generation, offset, partition: partition)
                if outcome == none { known[partition] = offset }
            }
            // At whatever point of a cleaning.
            driver.run(for: .milliseconds(Int64(random.draw(400))))
            let before = try #require(groups.view())
            let victim = try #require(groups.coordinator)
            driver.kill(victim)
            #expect(driver.run { groups.coordinator != nil && groups.coordinator != victim })
            for (partition, offset) in known.sorted(by: { $0.key < $1.key }) {
                #expect(try groups.committed(partition) == offset, "seed \(seed)")
            }
            #expect(groups.view() == before, "seed \(seed)")
            #expect(try groups.heartbeat(member, generation) == none)
            driver.start(victim)
            #expect(driver.run { driver.state(of: 0).inSyncReplicas.count == 3 })
            #expect(driver.run { groups.view()?.state == .empty })
            // Some 20 KB were written in all.
            driver.run(for: .seconds(2))
            for broker in 0..<3 where round == 2 {
                #expect(driver.logBytes(broker, 0).count < 5_000)
            }
        }
    }

    /// Who waits for a record of a coordinator that dies joins its successor as it would have
    /// joined the first.
    @Test func aStaticMemberThatComesBackInAFailoverKeepsItsShare() throws {
        let groups = GroupDriver(minInsync: 2)
        let answer = try groups.join(.none, instance: 1)
        _ = try groups.sync(
            answer.member, answer.generation, share: [GroupDriver.partition(0)], instance: 1)
        let driver = groups.driver
        let old = try #require(groups.coordinator)
        driver.isLost = { hop, _ in hop.from == .broker(old) && hop.to != .client(0) }
        let waiting = groups.send { groups.joinRequest(.none, $0, instance: 1) }
        driver.run(for: .milliseconds(50))
        #expect(groups.answer(waiting) == nil)
        driver.kill(old)
        driver.isLost = { _, _ in false }
        #expect(driver.run { groups.coordinator != nil && groups.coordinator != old })
        let again = try groups.join(.none, instance: 1)
        #expect(again.error == none)
        #expect(again.generation == answer.generation)
        let share = try groups.sync(again.member, again.generation, instance: 1)
        #expect(share.partitions == [GroupDriver.partition(0)])
    }

    #if PLANTED_BUGS
        @Test func thePlantedBugForgetsTheMembers() throws {
            let groups = GroupDriver(
                bugs: PlantedBugs(.losesAssignmentOnCoordinatorFailover))
            let (member, generation) = try groups.stableMember()
            #expect(try groups.commit(member, generation, 12) == none)
            groups.driver.kill(try #require(groups.coordinator))
            #expect(try groups.heartbeat(member, generation) == .unknownMemberID)
            #expect(try groups.committed() == 12)
        }
    #endif
}
