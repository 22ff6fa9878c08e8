import Records
import Testing
import Workloads

@Suite struct AlsoTests {
    @Test func `an entry is the whole file again with settings replaced`() throws {
        let file = try workload(
            """
            topic: {partitions: [1, 6], replication.factor: 3}
            producers: {acks: [1, all]}
            also:
              - topic: {partitions: 6}
                records: {key: {distribution: none}}

            """)
        #expect(file.cells.count == 4 + 2)
        let added = file.cells.suffix(2)
        #expect(added.map(\.topic.partitions) == [6, 6])
        #expect(added.map(\.topic.replicationFactor) == [3, 3])
        #expect(added.map(\.producers.acks) == [.leader, .all])
        #expect(added.map(\.records.key.field) == [.none, .none])
    }

    @Test func `what an entry replaces may be swept`() throws {
        let file = try workload("also: [{topic: {partitions: [2, 3, 4]}}]\n")
        #expect(file.cells.map(\.topic.partitions) == [1, 2, 3, 4])
    }

    @Test func `entries do not build on each other`() throws {
        let file = try workload(
            "also: [{topic: {partitions: 2}}, {producers: {acks: 1}}]\n")
        #expect(file.cells.map(\.topic.partitions) == [1, 2, 1])
        #expect(file.cells.map(\.producers.acks) == [.all, .all, .leader])
    }

    @Test func `cells that stand above are dropped`() throws {
        let file = try workload(
            "topic: {partitions: [1, 2]}\nalso: [{topic: {partitions: [2, 3]}}]\n")
        #expect(file.cells.map(\.topic.partitions) == [1, 2, 3])
    }

    @Test func `an entry may run longer than the file`() throws {
        let file = try workload(
            "also: [{producers: {rate: 10/s}, run: {duration: 1min}}]\n")
        #expect(file.cells.map(\.run.duration) == [.seconds(5), .seconds(60)])
    }

    @Test(arguments: ["topic: {partitions: 1}", "run: {duration: 1min}", "producers: {count: 1}"])
    func `an entry that adds no cell is an error`(entry: String) {
        #expect(
            message("also:\n  - \(entry)\n")
                == "w.yaml:4:5: also[0] adds nothing: each of its cells stands above or cannot "
                + "exist (settings of 'run', and those of a search, make no new cell)")
    }

    @Test func `cells of an entry that cannot exist are named by what it replaces`() throws {
        let file = try workload(
            """
            topic: {replication.factor: [1, 3]}
            also: [{cluster: {brokers: [1, 5]}}]

            """)
        #expect(file.cells.count == 2 + 3)
        #expect(
            file.skipped.map(\.description) == [
                "topic.replication.factor=3, cluster.brokers=1: "
                    + "topic.replication.factor 3 is above cluster.brokers 1"
            ])
    }

    @Test func `a value that only an entry makes possible is no error`() throws {
        let file = try workload(
            """
            topic: {replication.factor: [3, 5]}
            also: [{cluster: {brokers: 5}}]

            """)
        #expect(file.cells.map(\.topic.replicationFactor) == [3, 3, 5])
        #expect(file.skipped.map(\.settings) == [["topic.replication.factor=5"]])
    }
}
