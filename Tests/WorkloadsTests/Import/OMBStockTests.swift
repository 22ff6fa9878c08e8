import Records
import Testing

@testable import Workloads

/// Workloads like those that OpenMessaging Benchmark comes with, one for each shape that they
/// have, against what Benchmark does with them: classes of its `benchmark-framework`.
@Suite struct OMBStockTests {
    private func imported(_ text: String) throws -> (result: OMBImport, cell: RunConfiguration) {
        let result = try OMBImport(parsing: text, path: "omb.yaml")
        let file = try WorkloadFile(parsing: result.text, path: "made.yaml")
        #expect(file.cells.count == 1)
        return (result, try #require(file.cells.first))
    }

    private func head(_ name: String, _ topics: Int, _ partitions: Int) -> String {
        "name: \(name)\n\ntopics: \(topics)\npartitionsPerTopic: \(partitions)\n"
    }

    /// `WorkloadGenerator.run`: without `useRandomizedPayloads` the producers send what
    /// `payloadReader.load(workload.payloadFile)` read, not zeros.
    @Test(arguments: [("NO_KEY", KeyField.none), ("KEY_ROUND_ROBIN", .entity)])
    func aPayloadFileIsNotZeros(distributor: String, field: KeyField) throws {
        let (result, cell) = try imported(
            head("1 topic / 1 partition / 1Kb", 1, 1) + """
                keyDistributor: "\(distributor)"
                messageSize: 1024
                payloadFile: "payload/payload-1Kb.data"
                subscriptionsPerTopic: 1
                consumerPerSubscription: 1
                producersPerTopic: 1
                producerRate: 50000
                consumerBacklogSizeGB: 0
                testDurationMinutes: 15

                """)
        #expect(cell.workload == "1 topic / 1 partition / 1Kb")
        #expect(cell.records.key.field == field)
        #expect(!result.text.contains("compressibility: 1"))
        #expect(result.notes.contains { $0.hasPrefix("records.value.compressibility: 0, for ") })
        let compressed = try WorkloadFile(
            parsing: result.text, path: "made.yaml",
            overrides: WorkloadOverrides(settings: ["producers.compression.type=lz4"]))
        #expect(compressed.cells.map(\.records.value.compressibility) == [0])
    }

    /// `WorkloadGenerator.run`: `(int) (messageSize * randomBytesRatio)` random bytes, then zeros.
    @Test(arguments: [("0.5", "0.5"), ("0.99999", "0.00001"), ("1", "0"), ("0.3", "0.7")])
    func randomPayloadsAreFilledUpWithZeros(ratio: String, compressibility: String) throws {
        let (result, _) = try imported(
            head("Backlog for 200k rate", 1, 100) + """
                messageSize: 1024
                useRandomizedPayloads: true
                randomBytesRatio: \(ratio)
                randomizedPayloadPoolSize: 1000

                subscriptionsPerTopic: 1
                consumerPerSubscription: 4
                producersPerTopic: 4

                # Discover max-sustainable rate
                producerRate: 200000

                consumerBacklogSizeGB: 512
                testDurationMinutes: 5
                """)
        #expect(
            result.text.contains("value: {size: 1024B, compressibility: \(compressibility)}"))
        #expect(result.text.contains("  backlog: 512GiB\n"))
    }

    /// `WorkloadGenerator.buildAndDrainBacklog` waits for
    /// `(subscriptionsPerTopic * messagesSent - messagesReceived) * messageSize`.
    @Test(arguments: [(1, 10, 10 << 30), (2, 10, 5 << 30), (3, 1, 357_913_942)])
    func aBacklogIsThatOfAllSubscriptionsTogether(groups: Int, asked: Int, bytes: Int) throws {
        let (result, cell) = try imported(
            head("100k-10-topics-3-partitions-1k-backlog", 10, 3) + """
                messageSize: 1024
                useRandomizedPayloads: true
                randomBytesRatio: 0.5
                randomizedPayloadPoolSize: 1000

                subscriptionsPerTopic: \(groups)
                consumerPerSubscription: 1
                producersPerTopic: 1

                producerRate: 100000
                acceptableBacklog: 100000
                producerPauseDuringDrain: 1
                consumerBacklogSizeGB: \(asked)
                testDurationMinutes: ${ombTestDuration:-15}
                """)
        #expect(cell.consumers.backlogBytes == bytes)
        #expect(cell.consumers.count == 10)
        #expect(cell.run.duration == .seconds(900))
        let together = result.notes.contains { $0.hasSuffix("all subscriptions have together") }
        #expect(together == (groups > 1))
    }

    private static let search = """
        messageSize: 100
        payloadFile: "payload/payload-100b.data"
        subscriptionsPerTopic: 1
        consumerPerSubscription: 1
        producersPerTopic: 1

        # Discover max-sustainable rate
        producerRate: 0

        testDurationMinutes: 15

        """

    /// `WorkloadGenerator.findMaximumSustainableRate` changes the rate every 3 s of one run.
    @Test func aRateOf0IsLookedForInManyRunsAndSaysSo() throws {
        let (result, cell) = try imported(
            head("1-topic-16-partitions", 1, 16) + Self.search)
        #expect(cell.producers.rate == .search)
        #expect(result.notes.contains { $0.contains("about 10 runs, 160 min in all") })
    }

    /// `WorkloadGenerator.init`: "Cannot probe producer sustainable rate when building backlog".
    @Test func aRateOf0WithABacklogIsRefusedAsBenchmarkDoes() {
        let text = head("x", 1, 16) + Self.search + "consumerBacklogSizeGB: 1\n"
        #expect(throws: WorkloadError.self) { try OMBImport(parsing: text, path: "omb.yaml") }
        do {
            _ = try OMBImport(parsing: text, path: "omb.yaml")
        } catch {
            #expect(
                "\(error)".hasPrefix("omb.yaml:12:15: producerRate: 0 looks for the highest rate"))
        }
    }
}
