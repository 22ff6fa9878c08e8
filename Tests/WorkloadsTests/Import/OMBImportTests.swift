import Records
import Testing

@testable import Workloads

@Suite struct OMBImportTests {
    private static let simple = """
        name: Simple Workload 1 producer on 1 topic
        topics: 1
        partitionsPerTopic: 10
        messageSize: 1024
        payloadFile: "payload/payload-1Kb.data"
        subscriptionsPerTopic: 2
        consumerPerSubscription: 3
        producersPerTopic: 4
        producerRate: 50000
        consumerBacklogSizeGB: 0
        testDurationMinutes: 5
        """

    private func imported(_ text: String) throws(WorkloadError) -> OMBImport {
        try OMBImport(parsing: text, path: "omb.yaml")
    }

    private func problem(_ text: String) -> String {
        do {
            return "no error, but \(try imported(text).text)"
        } catch {
            return "\(error)"
        }
    }

    private func with(_ lines: String...) -> String {
        ([Self.simple] + lines).joined(separator: "\n")
    }

    private func replacing(_ key: String, _ value: String) -> String {
        Self.simple.split(separator: "\n")
            .map { $0.hasPrefix("\(key):") ? "\(key): \(value)" : String($0) }
            .joined(separator: "\n")
    }

    @Test func theWorkloadCanBeRun() throws {
        let file = try WorkloadFile(parsing: try imported(Self.simple).text, path: "made.yaml")
        #expect(file.name == "Simple Workload 1 producer on 1 topic")
        let cell = try #require(file.cells.first)
        #expect(file.cells.count == 1)
        #expect(cell.topic.partitions == 10)
        #expect(cell.producers.count == 4)
        #expect(cell.producers.rate == .recordsPerSecond(50_000))
        #expect(cell.consumers.groups == 2)
        #expect(cell.consumers.count == 3)
        #expect(cell.records.key.choice == .none)
        #expect(cell.run.warmup == .seconds(60))
        #expect(cell.run.duration == .seconds(300))
        #expect(cell.run.repetitions == 1)
    }

    @Test func everyKeyIsNamedOnceInItsOrderAndInTheComments() throws {
        let result = try imported(Self.simple)
        let keys = Self.simple.split(separator: "\n").map { $0.prefix { $0 != ":" } }
        #expect(result.notes.prefix(keys.count).map { $0.prefix { $0 != ":" } } == keys)
        for note in result.notes {
            #expect(!note.contains("\n"))
            #expect(result.text.contains("# \(note)\n"), "\(note)")
        }
        #expect(result.notes.contains("partitionsPerTopic: 10 -> topic.partitions: 10"))
        #expect(
            result.notes.contains(
                "payloadFile: payload/payload-1Kb.data -> not mapped: every value is random bytes, "
                    + "made for its record"))
    }

    @Test func everyKnownKeyIsMappedOrSaysWhyNot() throws {
        let values: [OMBKey: String] = [
            .name: "all", .topics: "1", .partitionsPerTopic: "3", .messageSize: "100",
            .keyDistributor: "RANDOM_NANO", .useRandomizedPayloads: "true",
            .randomBytesRatio: "0.5", .payloadFile: "x", .subscriptionsPerTopic: "1",
            .consumerPerSubscription: "1", .producersPerTopic: "1", .producerRate: "10",
        ]
        let text = OMBKey.allCases.map { "\($0.rawValue): \(values[$0] ?? "1")" }
            .joined(separator: "\n")
        let notes = try imported(text).notes.prefix(OMBKey.allCases.count)
        for (key, note) in zip(OMBKey.allCases, notes) {
            #expect(note.hasPrefix("\(key.rawValue): "))
            #expect(!note.hasSuffix("not mapped: ") && !note.hasSuffix("-> "), "\(note)")
        }
    }

    /// Benchmark itself passes over a misspelled key.
    @Test func aMisspelledKeyIsAnError() {
        #expect(
            problem(with("keyDistribtor: NO_KEY"))
                == "omb.yaml:12:1: OpenMessaging Benchmark has no key 'keyDistribtor'; "
                + "did you mean 'keyDistributor'?")
    }

    /// Benchmark itself runs without keys then.
    @Test func anUnknownDistributionOfKeysIsAnError() {
        #expect(
            problem(with("keyDistributor: KEY_ROUNDROBIN"))
                == "omb.yaml:12:17: keyDistributor: 'KEY_ROUNDROBIN' is not one of NO_KEY, "
                + "KEY_ROUND_ROBIN, RANDOM_NANO")
    }

    @Test func aMissingKeyIsAnError() {
        let text = Self.simple.split(separator: "\n").filter { !$0.hasPrefix("topics") }
            .joined(separator: "\n")
        #expect(problem(text) == "omb.yaml:1:1: the key 'topics' is missing")
    }

    @Test(arguments: [
        ("topics", "0", "omb.yaml:2:9: topics: 0 is not in 1...1000"),
        ("messageSize", "1kB", "omb.yaml:4:14: messageSize: 1kB is not a whole number"),
        ("producerRate", "-5", "omb.yaml:9:15: producerRate: -5 is not in 0...1000000000"),
        ("topics", "[1, 2]", "omb.yaml:2:9: topics: expected a value, found a list"),
    ])
    func aWrongValueIsAnErrorAtItsPlace(_ key: String, _ value: String, _ start: String) {
        #expect(problem(replacing(key, value)).hasPrefix(start))
    }

    @Test(arguments: ["", "# nothing\n", "- a\n- b\n", "just text"])
    func whatIsNoMappingIsAnError(_ text: String) {
        #expect(problem(text).contains("expected a mapping of OpenMessaging Benchmark's keys"))
    }

    @Test func aPlaceholderStandsForItsDefault() throws {
        let result = try imported(replacing("testDurationMinutes", "${minutes:-15}"))
        #expect(result.text.contains("duration: 15min"))
    }

    @Test func keysAreThoseThatBenchmarkChoosesAmong() throws {
        let random = try imported(with("keyDistributor: RANDOM_NANO"))
        #expect(
            random.text.contains("key: {distribution: uniform, cardinality: 10000, size: 10B}"))
        let round = try imported(with("keyDistributor: KEY_ROUND_ROBIN"))
        #expect(
            round.text.contains("key: {distribution: sequential, cardinality: 10000, size: 10B}"))
    }

    @Test func producersAndConsumersAreThoseOfAllTopics() throws {
        let made = try imported(replacing("topics", "3"))
        let cell = try #require(try WorkloadFile(parsing: made.text, path: "made").cells.first)
        #expect(cell.topic.count == 3)
        #expect(cell.topic.partitions == 10)
        #expect(cell.producers.count == 12)
        #expect(cell.consumers.count == 9)
    }

    @Test func withoutASubscriptionNobodyReads() throws {
        let made = try imported(replacing("subscriptionsPerTopic", "0"))
        let cell = try #require(try WorkloadFile(parsing: made.text, path: "made").cells.first)
        #expect(cell.consumers.groups == 0)
    }

    @Test func whatIsTooSmallForAStampIsMadeAsSmallAsItGoesAndSaysSo() throws {
        let result = try imported(replacing("messageSize", "20"))
        #expect(result.text.contains("value: {size: 32B"))
        #expect(result.notes.contains { $0.contains("32B is the smallest") })
    }

    @Test(arguments: [
        (1 << 20, ["batch.size: 1025KiB"], 1 << 20),
        (40 << 20, ["batch.size: 40961KiB", "buffer.memory: 40961KiB"], 40 << 20),
        (
            1 << 29,
            [
                "batch.size: 524289KiB", "buffer.memory: 524289KiB", "segment.bytes: 524289KiB",
            ], 1 << 29
        ),
    ])
    func aLargeMessageGetsWhatHoldsIt(asked: Int, lines: [String], bytes: Int) throws {
        let result = try imported(replacing("messageSize", "\(asked)"))
        for line in lines { #expect(result.text.contains("  \(line)\n")) }
        #expect(result.notes.filter { $0.contains(", so that ") }.count == lines.count)
        let cell = try #require(try WorkloadFile(parsing: result.text, path: "made").cells.first)
        #expect(cell.records.valueBytes == bytes)
    }

    @Test func whatCannotBeRunIsNamedWhereTheOriginalHasIt() {
        let many = replacing("producersPerTopic", "20000") + "\nkeyDistributor: RANDOM_NANO"
        #expect(
            problem(many).hasPrefix(
                "omb.yaml:8:20: producersPerTopic: cannot be run here: records.key.cardinality "
                    + "10000 is below producers.count 20000"))
        #expect(
            problem(replacing("consumerPerSubscription", "0")).hasPrefix(
                "omb.yaml:7:26: consumerPerSubscription: cannot be run here: consumers.count:"))
        let wide = replacing("topics", "101").replacing(
            "partitionsPerTopic: 10", with: "partitionsPerTopic: 100")
        #expect(
            problem(wide).hasPrefix("omb.yaml:2:9: topics: cannot be run here: topic.count 101"))
    }

    @Test func aNameCannotBreakOutOfItsPlace() throws {
        let name = "a: \"b\" # c \\ 'd' {e}"
        let quoted = "'a: \"b\" # c \\ ''d'' {e}'"
        let result = try imported(replacing("name", quoted))
        #expect(try WorkloadFile(parsing: result.text, path: "made.yaml").name == name)
    }

    @Test func aCommentHoldsAValueOfManyLinesOnOne() throws {
        let result = try imported(replacing("name", "\"a\\n\\nrun: {seed: 1}\""))
        #expect(result.text.contains("Benchmark:\n# name: a run"))
    }
}
