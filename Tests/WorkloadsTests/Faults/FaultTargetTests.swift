import Testing
import Workloads

/// Faults that a cell cannot have: an error where no cell can, a skipped cell otherwise.
@Suite struct FaultTargetTests {
    @Test(arguments: [
        (
            "{at: 5s, kill: leader}", "",
            "15: faults[0].at: 5s is not before the run's end; run.duration is 5s"
        ),
        (
            "{at: 1s, pause: leader, for: 1s, every: 2s, times: 3}", "",
            "61: faults[0].times: only 2 of 3 are before the run's end; run.duration is 5s"
        ),
        (
            "{at: 0s, pause: leader, for: 1ms, every: 2ms}", "",
            "51: faults[0].every: strikes 2500 times; at most 1000 for all faults together"
        ),
        (
            "{at: 1s, kill: 3}", "",
            "25: faults[0].kill: broker 3 does not exist: cluster.brokers is 3, so there are 0...2"
        ),
        (
            "{at: 1s, kill: leader, partition: 6}", "topic: {partitions: 6}",
            "44: faults[0].partition: partition 6 does not exist: topic.partitions is 6, "
                + "so there are 0...5"
        ),
        (
            "{at: 1s, kill: follower}", "",
            "25: faults[0].kill: there is no follower: topic.replication.factor is 1"
        ),
        (
            "{at: 1s, cut: leader, to: followers}", "",
            "36: faults[0].to: there is no follower: topic.replication.factor is 1"
        ),
        (
            "{at: 1s, cut: follower, to: followers}", "topic: {replication.factor: 2}",
            "38: faults[0].to: there is no second follower at the other end: "
                + "topic.replication.factor is 2"
        ),
        (
            "{at: 1s, cut: 0, to: 9}", "",
            "31: faults[0].to: broker 9 does not exist: cluster.brokers is 3, so there are 0...2"
        ),
        (
            "{at: 1s, cut: leader, to: brokers}", "cluster: {brokers: 1}",
            "36: faults[0].to: there is no link between brokers: cluster.brokers is 1"
        ),
        (
            "{at: 1s, crash-consumer: 6}", "consumers: {groups: 2, count: 3}",
            "35: faults[0].crash-consumer: consumer 6 does not exist: consumers.groups is 2 and "
                + "consumers.count 3, so there are 0...5"
        ),
        (
            "{at: 1s, crash-producer: 1}", "",
            "35: faults[0].crash-producer: producer 1 does not exist: producers.count is 1, "
                + "so there are 0...0"
        ),
        (
            "{at: 1s, add-partitions: 6}", "topic: {partitions: 6}",
            "35: faults[0].add-partitions: 6 is not above the 6 partitions there are by then"
        ),
        (
            "{at: 3s, add-partitions: 7}, {at: 2s, add-partitions: 8}", "",
            "35: faults[0].add-partitions: 7 is not above the 8 partitions there are by then"
        ),
    ])
    func `a fault that no cell can have is an error at its value`(
        faults: String, settings: String, expected: String
    ) {
        #expect(message("faults: [\(faults)]\n\(settings)\n") == "w.yaml:3:" + expected)
    }

    @Test func `a cell that cannot have a fault is skipped and named`() throws {
        let file = try workload(
            """
            topic: {replication.factor: [1, 3], partitions: [1, 6]}
            faults:
              - {at: 1s, pause: follower, partition: 5, for: 1s}

            """)
        #expect(file.cells.map(\.topic.replicationFactor) == [3])
        #expect(file.cells.map(\.topic.partitions) == [6])
        #expect(
            file.skipped.map(\.description) == [
                "topic.partitions=1, topic.replication.factor=1: faults[0]: there is no follower: "
                    + "topic.replication.factor is 1",
                "topic.partitions=1, topic.replication.factor=3: faults[0]: partition 5 does not "
                    + "exist: topic.partitions is 1, so there are 0...0",
                "topic.partitions=6, topic.replication.factor=1: faults[0]: there is no follower: "
                    + "topic.replication.factor is 1",
            ])
    }

    @Test func `a fault that no cell can have is an error, whatever others skip`() {
        let body = """
            topic: {replication.factor: [1, 3]}
            faults: [{at: 1s, slow: follower, factor: 2}, {at: 1s, kill: 7}]

            """
        #expect(
            message(body)
                == "w.yaml:4:62: faults[1].kill: broker 7 does not exist: cluster.brokers is 3, "
                + "so there are 0...2")
    }

    @Test func `faults that leave no cell are an error`() {
        let body = """
            topic: {replication.factor: [1, 3]}
            faults: [{at: 1s, slow: follower, factor: 2}, {at: 9s, kill: 0}]

            """
        #expect(
            message(body)
                == "w.yaml:4:52: faults[1].at: 9s is not before the run's end; run.duration is 5s")
    }

    @Test func `partitions that were added can be struck`() throws {
        let early = "{at: 2s, kill: leader, partition: 5}, {at: 1s, add-partitions: 6}"
        #expect(try workload("faults: [\(early)]\n").cells.count == 1)
        #expect(
            message("faults: [{at: 2s, kill: leader, partition: 6}, {at: 1s, add-partitions: 6}]\n")
                == "w.yaml:3:44: faults[0].partition: partition 6 does not exist: "
                + "topic.partitions is 1, 6 by then, so there are 0...5")
        #expect(
            message("faults: [{at: 1s, kill: leader, partition: 5}, {at: 2s, add-partitions: 6}]\n")
                == "w.yaml:3:44: faults[0].partition: partition 5 does not exist: "
                + "topic.partitions is 1, so there are 0...0")
    }

    @Test func `a longer run may have what a shorter cannot`() throws {
        let file = try workload(
            """
            also: [{topic: {partitions: 2}, run: {duration: 20s}}]
            faults: [{at: 10s, kill: leader}]

            """)
        #expect(file.cells.map(\.topic.partitions) == [2])
        #expect(
            file.skipped.map(\.description) == [
                "faults[0]: 10s is not before the run's end; run.duration is 5s"
            ])
    }
}
