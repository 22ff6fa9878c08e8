import Client
import Cluster
import Faults
import Messages
import Platform
import Records
import Testing

/// Members that subscribe, in real time.
@Suite(.serialized, .timeLimit(.minutes(4))) struct SubscribedGroupTests {
    @Test(arguments: AssignorName.allCases)
    func `members share the topic, and read each record once`(assignor: AssignorName) throws {
        try withTemporaryDirectory { directory in
            let group = try GroupCluster(in: directory, members: 3) { _, settings in
                settings.assignors = [assignor]
            }
            try group.test.cluster.start()
            #expect(group.waitForOwners())
            #expect(group.waitForReads(500))
            #expect(group.drain())
            group.test.cluster.stop()
            for partition in 0..<group.partitions {
                #expect(group.readings(of: partition).allSatisfy { $0 == 1 })
            }
            #expect(group.members.allSatisfy { $0.failures.isEmpty })
            try group.test.cluster.close()
        }
    }

    @Test(arguments: [CommitPolicy.Moment.after, .before])
    func `what a killed member had is owned again`(
        moment: CommitPolicy.Moment
    ) throws {
        try withTemporaryDirectory { directory in
            let group = try GroupCluster(
                in: directory, members: 3, faults: [.crashConsumer(2)]
            ) { _, settings in
                settings.commit.moment = moment
            }
            try group.test.cluster.start()
            #expect(group.waitForOwners())
            #expect(group.waitForReads(500))
            let owned = group.members[2].owned
            group.test.strike(.crashConsumer(2), healAfter: .seconds(30))
            #expect(group.waitForOwners([0, 1]))
            #expect(group.waitForReads(500))
            #expect(group.drain())
            group.test.cluster.stop()
            let death = try #require(group.members[2].deaths.first)
            let taken = group.members[0...1].flatMap(\.tenures).filter { $0.begin > death }
            #expect(owned.allSatisfy { partition in taken.contains { $0.partition == partition } })
            for partition in 0..<group.partitions {
                let readings = group.readings(of: partition)
                if moment == .after {
                    #expect(readings.allSatisfy { $0 >= 1 })
                } else {
                    #expect(readings.allSatisfy { $0 <= 1 })
                }
            }
        }
    }

    @Test func `a static member that is back in time disturbs nobody`() throws {
        try withTemporaryDirectory { directory in
            let group = try GroupCluster(
                in: directory, members: 3, faults: [.crashConsumer(1)]
            ) { number, settings in
                settings.instance = GroupInstanceID(number)
            }
            try group.test.cluster.start()
            #expect(group.waitForOwners())
            #expect(group.waitForReads(200))
            let owned = group.members[1].owned
            let before = group.members.map(\.rebalances)
            let generations = group.members.map(\.generations.last)
            #expect(Set(generations).count == 1)
            group.test.strike(.crashConsumer(1), healAfter: .milliseconds(100))
            #expect(group.test.waiter.wait { group.members[1].deaths.count == 1 })
            #expect(group.waitForOwners())
            #expect(group.members[1].owned == owned)
            #expect(group.waitForReads(500))
            #expect(group.members[0].rebalances == before[0])
            #expect(group.members[2].rebalances == before[2])
            #expect(group.members.map(\.generations.last) == generations)
            #expect(group.drain())
            group.test.cluster.stop()
            for partition in 0..<group.partitions {
                #expect(group.readings(of: partition).allSatisfy { $0 >= 1 })
            }
        }
    }

    @Test(arguments: [AssignorName.range, .cooperativeSticky])
    func `members join and leave`(assignor: AssignorName) throws {
        try withTemporaryDirectory { directory in
            let faults: [FaultAction] = [.joinConsumer(2), .leaveConsumer(0)]
            let group = try GroupCluster(in: directory, members: 3, faults: faults) {
                _, settings in
                settings.assignors = [assignor]
            }
            try group.test.cluster.start()
            #expect(group.waitForOwners([0, 1]))
            #expect(group.waitForReads(200))
            group.test.strike(.joinConsumer(2))
            #expect(group.waitForOwners([0, 1, 2]))
            #expect(group.waitForReads(200))
            group.test.strike(.leaveConsumer(0), healAfter: .seconds(1))
            #expect(group.waitForOwners([1, 2]))
            #expect(group.waitForReads(200))
            #expect(group.waitForOwners([0, 1, 2]))
            #expect(group.drain())
            group.test.cluster.stop()
            for partition in 0..<group.partitions {
                #expect(group.readings(of: partition).allSatisfy { $0 == 1 })
            }
            if assignor == .cooperativeSticky {
                // The member that stayed has read something all along.
                #expect(group.members[1].tenures.prefix(3).contains { $0.end == nil })
            }
        }
    }

    @Test func `a cooperative group stops only what moves, and reads on meanwhile`() throws {
        try withTemporaryDirectory { directory in
            let group = try GroupCluster(
                in: directory, members: 3, faults: [.joinConsumer(2)]
            ) { _, settings in
                settings.assignors = [.cooperativeSticky]
            }
            try group.test.cluster.start()
            #expect(group.waitForOwners([0, 1]))
            #expect(group.waitForReads(200))
            let stayers = group.members[0...1]
            #expect(group.test.waiter.wait { stayers.allSatisfy { !$0.isRebalancing } })
            let before = stayers.map(\.owned)
            let formed = stayers.map(\.tenures.count)
            let readBefore = stayers.map { member in
                (0..<group.partitions).map { member.readsMeanwhile(of: $0) }
            }
            group.test.strike(.joinConsumer(2))
            #expect(group.waitForOwners([0, 1, 2]))
            #expect(group.test.waiter.wait { stayers.allSatisfy { !$0.isRebalancing } })
            #expect(group.waitForReads(200))
            group.test.cluster.stop()
            let moved = group.members[2].owned
            #expect(moved.count == 2)
            for (member, owned) in zip(stayers, before) {
                // What moved ended; the rest was neither given up nor taken anew.
                let ended = member.tenures.filter { $0.end != nil && owned.contains($0.partition) }
                #expect(
                    Set(ended.map(\.partition)).isSubset(of: moved), "\(ended), \(moved)")
                #expect(Set(owned).subtracting(member.owned).isSubset(of: moved))
            }
            #expect(stayers.map(\.tenures.count) == formed)
            for (member, readBefore) in zip(stayers, readBefore) {
                for partition in member.owned {
                    #expect(member.readsMeanwhile(of: partition) > readBefore[partition])
                }
            }
            for partition in 0..<group.partitions {
                #expect(group.readings(of: partition).allSatisfy { $0 <= 1 })
            }
        }
    }

    @Test func `a coordinator that dies is followed, and nothing is lost`() throws {
        try withTemporaryDirectory { directory in
            let group = try GroupCluster(in: directory, members: 3)
            try group.test.cluster.start()
            #expect(group.waitForOwners())
            #expect(group.waitForReads(200))
            for broker in 0..<3 {
                let elections = group.test.cluster.gauges.counts.elections
                group.test.strike(.kill(.broker(BrokerID(broker))), healAfter: .seconds(1))
                #expect(
                    group.test.waiter.wait {
                        group.test.cluster.gauges.counts.elections > elections
                    })
                #expect(group.waitForReads(500))
                #expect(group.test.waitForInSync(3))
            }
            #expect(group.waitForOwners())
            #expect(group.drain())
            group.test.cluster.stop()
            for partition in 0..<group.partitions {
                #expect(group.readings(of: partition).allSatisfy { $0 >= 1 })
            }
        }
    }

    @Test func `a topic that grows is shared anew`() throws {
        try withTemporaryDirectory { directory in
            let grow = FaultAction.addPartitions(8)
            let group = try GroupCluster(
                in: directory, partitions: 4, members: 2, faults: [grow])
            try group.test.cluster.start()
            #expect(group.waitForOwners())
            group.test.strike(grow)
            #expect(
                group.test.waiter.wait {
                    group.members.flatMap(\.owned).sorted() == Array(0..<8)
                })
            group.test.cluster.stop()
        }
    }
}
