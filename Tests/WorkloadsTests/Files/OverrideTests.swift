import Records
import Testing
import Workloads

@Suite struct OverrideTests {
    private let body = """
        topic: {partitions: [1, 6], replication.factor: 3}
        run: {warmup: 3s, duration: 30s, repetitions: 5, seed: 7}
        also: [{topic: {partitions: 24}, producers: {acks: 1}, run: {duration: 1min}}]

        """

    @Test func `set replaces a setting in the file and in every entry, and sweeps`() throws {
        let file = try workload(
            body,
            overrides: WorkloadOverrides(
                settings: ["topic.partitions=2, 4", "topic.replication.factor=1"]))
        #expect(file.cells.map(\.topic.partitions) == [2, 4, 2, 4])
        #expect(file.cells.map(\.producers.acks) == [.all, .all, .leader, .leader])
        #expect(file.cells.allSatisfy { $0.topic.replicationFactor == 1 })
    }

    @Test func `an entry that an override makes empty is dropped`() throws {
        let overrides = WorkloadOverrides(settings: ["topic.partitions=2", "producers.acks=1"])
        let file = try workload(body, overrides: overrides)
        #expect(file.cells.map(\.topic.partitions) == [2])
        #expect(file.cells.map(\.run.duration) == [.seconds(30)])
    }

    @Test func `the seed is replaced everywhere and nothing else`() throws {
        let plain = try workload(body)
        let seeded = try workload(body, overrides: WorkloadOverrides(seed: 99))
        #expect(
            seeded.cells
                == plain.cells.map { cell in
                    var cell = cell
                    cell.run.seed = 99
                    return cell
                })
    }

    @Test func `quick shortens every cell and nothing else`() throws {
        let plain = try workload(body)
        let quick = try workload(body, overrides: WorkloadOverrides(isQuick: true))
        #expect(
            quick.cells
                == plain.cells.map { cell in
                    var cell = cell
                    cell.run.warmup = .milliseconds(200)
                    cell.run.duration = .milliseconds(500)
                    cell.run.repetitions = 1
                    return cell
                })
    }

    @Test func `with faults quick keeps the times, because faults strike by the clock`() throws {
        let quick = try workload(
            body, overrides: WorkloadOverrides(faults: ["at=5s,kill=leader,for=3s"], isQuick: true))
        #expect(quick.cells.map(\.run.repetitions) == [1, 1, 1])
        #expect(quick.cells.map(\.run.warmup) == Array(repeating: .seconds(3), count: 3))
        #expect(quick.cells.map(\.run.duration) == [.seconds(30), .seconds(30), .seconds(60)])
    }

    @Test func `set wins over quick, and seed over set`() throws {
        let overrides = WorkloadOverrides(
            settings: ["run.duration=2s", "run.seed=1"], seed: 2, isQuick: true)
        let runs = try workload(body, overrides: overrides).cells.map(\.run)
        #expect(runs.allSatisfy { $0.duration == .seconds(2) && $0.repetitions == 1 })
        #expect(runs.allSatisfy { $0.seed == 2 })
    }

    @Test(arguments: [
        (
            "topic.partitons=3",
            "--set topic.partitons=3: unknown setting 'topic.partitons'; "
                + "did you mean 'topic.partitions'?"
        ),
        ("name=x", "--set name=x: unknown setting 'name'"),
        ("topic=3", "--set topic=3: unknown setting 'topic'"),
        (
            "topic.partitions",
            "--set topic.partitions: expected PATH=VALUE, such as topic.partitions=1,2,4"
        ),
        (
            "topic.partitions=1,0",
            "--set topic.partitions=1,0: topic.partitions: 0 is not in 1...10000"
        ),
        (
            "topic.partitions=1,,2",
            "--set topic.partitions=1,,2: topic.partitions: expected a whole number in 1...10000, "
                + "found nothing"
        ),
        (
            "topic.partitions=",
            "--set topic.partitions=: topic.partitions: expected a whole number in 1...10000, "
                + "found nothing"
        ),
        ("producers.acks=2", "--set producers.acks=2: producers.acks: 2 is not one of 0, 1, all"),
        (
            "run.seed=1,2",
            "--set run.seed=1,2: run.seed: takes one value for all cells, not a list of 2"
        ),
        (
            "topic.replication.factor=3,5",
            "--set topic.replication.factor=3,5: "
                + "topic.replication.factor 5 is above cluster.brokers 3"
        ),
    ])
    func `options are read as strictly as files`(option: String, expected: String) {
        #expect(message("", set: [option]) == expected)
    }

    @Test func `setting one setting twice is an error, by whichever name`() {
        let twice = [
            "producers.max.in.flight=1", "producers.max.in.flight.requests.per.connection=2",
        ]
        #expect(
            message("", set: twice)
                == "--set producers.max.in.flight.requests.per.connection=2: "
                + "producers.max.in.flight.requests.per.connection is set more than once")
    }

    @Test func `an option that makes a value of the file impossible names the value`() {
        #expect(
            message(body, set: ["cluster.brokers=2"])
                == "w.yaml:3:49: topic.replication.factor 3 is above cluster.brokers 2")
    }
}
