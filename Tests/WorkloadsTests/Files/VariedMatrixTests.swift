import Records
import Testing
import Workloads

@Suite struct VariedMatrixTests {
    private func varied(
        _ body: String, _ variation: WorkloadVariation, set: [String] = []
    ) throws(WorkloadError) -> VariedMatrix {
        let overrides = WorkloadOverrides(settings: set, variation: variation)
        return try VariedMatrix(workload(body, overrides: overrides))
    }

    private func message(
        _ body: String, _ variation: WorkloadVariation, set: [String] = []
    ) -> String {
        do {
            return "no error, but \(try varied(body, variation, set: set).cells.count) comparisons"
        } catch { return error.description }
    }

    @Test func everythingElseIsTheSameOnBothSides() throws {
        let matrix = try varied(
            """
            topic: {partitions: [1, 6], replication.factor: [1, 3], min.insync.replicas: auto}
            producers: {acks: all}
            cluster: {brokers: 3}
            """, .setting("producers.acks=1,all"))
        #expect(matrix.labels == ["producers.acks=1", "producers.acks=all"])
        #expect(matrix.cells.count == 4)
        for sides in matrix.cells {
            #expect(sides.map(\.producers.acks) == [.leader, .all])
            #expect(sides[0].topic == sides[1].topic)
        }
        #expect(Set(matrix.cells.map { $0[0].topic.partitions }) == [1, 6])
        #expect(matrix.skipped.isEmpty)
    }

    @Test func moreThanTwoValuesAreSides() throws {
        let matrix = try varied("", .setting("topic.partitions=1,2,4"))
        #expect(matrix.cells.map { $0.map(\.topic.partitions) } == [[1, 2, 4]])
    }

    @Test func entriesOfAlsoAreComparedToo() throws {
        let matrix = try varied(
            """
            also:
              - records: {key: {distribution: none}}
            """, .setting("topic.partitions=1,2"))
        #expect(matrix.cells.count == 2)
        #expect(
            matrix.cells.map { $0[0].records.key.field == $0[1].records.key.field } == [true, true])
    }

    /// Only hot-set reads hot.share and hot.keys, and only zipfian the exponent.
    @Test func whatOnlyOtherCellsReadDoesNoHarm() throws {
        let overrides = WorkloadOverrides(variation: .setting("producers.acks=1,all"))
        let file = try WorkloadFile.load(
            path: ShippedWorkloadTests.folder + "/hot-key.yaml", overrides: overrides)
        let matrix = try VariedMatrix(file)
        #expect(matrix.cells.count == 6)
        #expect(matrix.skipped.isEmpty)
    }

    @Test(arguments: [
        (
            "producers.arrival=constant,bursts",
            ["producers.rate=20000/s", "producers.burst.on=50ms"]
        ),
        ("records.key.distribution=uniform,hot-set", ["records.key.hot.share=0.5"]),
        ("records.headers=0,4", ["records.header.size=10B"]),
        ("consumers.groups=0,1", ["consumers.count=3"]),
        (
            "records.value.distribution=fixed,uniform",
            ["records.value.min=50B", "records.value.max=100B"]
        ),
    ])
    func whatOnlyOneSideReadsDoesNoHarm(option: String, settings: [String]) throws {
        let matrix = try varied("", .setting(option), set: settings)
        #expect(matrix.cells.count == 1)
        #expect(matrix.skipped.isEmpty)
    }

    @Test func whatNoSideReadsIsAMistake() {
        let text = message(
            "", .setting("producers.acks=1,all"), set: ["records.key.hot.share=0.5"])
        #expect(text.contains("records.key.hot.share 0.5 does nothing here"), "\(text)")
    }

    @Test func aSideThatCannotExistLeavesItsComparisonOut() throws {
        let matrix = try varied(
            "topic: {replication.factor: [1, 3]}\ncluster: {brokers: 3}",
            .setting("topic.min.insync.replicas=1,2"))
        #expect(matrix.cells.count == 1)
        #expect(matrix.cells[0].map(\.topic.replicationFactor) == [3, 3])
        #expect(matrix.skipped.count == 1)
        let text = matrix.skipped.map(\.description).joined()
        #expect(text.contains("topic.replication.factor=1: topic.min.insync.replicas=2"), "\(text)")
    }

    /// At the most that a machine carries there are no arrivals to vary.
    @Test func sidesThatWouldRunAlikeAreLeftOut() throws {
        let matrix = try varied(
            "producers: {rate: [max, 20000/s]}", .setting("producers.arrival=constant,poisson"))
        #expect(matrix.cells.count == 1)
        #expect(matrix.skipped.map(\.description).joined().contains("sides would run alike"))
        #expect(
            message("producers: {rate: max}", .setting("producers.arrival=constant,poisson"))
                .hasPrefix("w.yaml: nothing is left to compare: sides would run alike"))
    }

    @Test func aFaultIsOnOneSideOnly() throws {
        let matrix = try varied(
            "topic: {replication.factor: 3}\ncluster: {brokers: 3}\n"
                + "faults: [{at: 1s, slow: 1, factor: 2}]",
            .faults(["at=0s,slow=0,factor=1.1"]))
        #expect(matrix.labels == ["as it is", "with {at: 0s, slow: 0, factor: 1.1}"])
        #expect(matrix.cells.map { $0.map(\.faults.count) } == [[1, 2]])
    }

    @Test func manyFaultsHaveAShortLabel() throws {
        let matrix = try varied(
            "cluster: {brokers: 3}", .faults((0..<3).map { "at=0s,slow=\($0),factor=2" }))
        #expect(matrix.labels[1] == "with {at: 0s, slow: 0, factor: 2} and 2 more")
        #expect(matrix.addedFaults.count == 3)
    }

    @Test func theSameSettingIsTwoEqualSides() throws {
        let matrix = try varied("topic: {partitions: [1, 2]}", .nothing)
        #expect(matrix.cells.count == 2)
        #expect(matrix.cells.allSatisfy { $0.count == 2 && $0[0] == $0[1] })
    }

    @Test(arguments: [
        ("producers.acks", "--vary producers.acks: expected PATH=VALUE,VALUE"),
        ("producers.acks=1", "expected at least two values to compare, found one"),
        ("producers.acks=1,1", "a value is given twice"),
        ("producers.acks=1,al", "--vary producers.acks=1,al: producers.acks:"),
        ("producers.ack=1,all", "did you mean 'producers.acks'?"),
        ("run.duration=1s,2s", "settings of 'run' tell how to measure"),
        ("topic.replication.factor=1,9", "--vary topic.replication.factor=1,9"),
    ])
    func namesAMistake(option: String, expected: String) {
        let text = message("", .setting(option))
        #expect(text.contains(expected), "\(text)")
        #expect(!text.contains("\n"))
    }

    @Test func aSettingIsNotSetAndVaried() {
        let text = message("", .setting("topic.partitions=1,2"), set: ["topic.partitions=3"])
        #expect(text.contains("topic.partitions is set by --set as well"), "\(text)")
    }

    @Test func aFaultThatNoCellCanHaveIsAMistake() {
        let text = message("", .faults(["at=0s,slow=7,factor=2"]))
        #expect(text.hasPrefix("--with-fault at=0s,slow=7,factor=2:"), "\(text)")
    }
}
