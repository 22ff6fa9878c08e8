import Faults
import LoadGenerator
import Records
import RunResults
import Targets
import Testing
import Workloads

/// Whole runs in real time of writing alone, reading alone, several topics and idle producers.
@Suite(.serialized) struct LoadShapeTests {
    private func expectSound(_ result: RunResult, checked: Int) {
        let counts = result.verification
        #expect(counts.checkedRecords == checked)
        #expect(counts.keyOrderViolations == 0)
        #expect(counts.duplicates == 0)
        #expect(counts.lostAcknowledged == 0)
        #expect(counts.phantoms == 0)
        #expect(!result.flags.contains(.notDrained))
    }

    @Test(arguments: [1, 2])
    func withoutAGroupWritingAloneIsMeasuredAndTheLogsAreLookedAt(threads: Int) throws {
        var configuration = TestBench.configuration()
        configuration.consumers.groups = 0
        let result = try TestBench.run(configuration, threads: threads)
        expectSound(result, checked: 0)
        #expect(result.throughput.offeredRecords == 800)
        #expect(result.throughput.consumedRecords == 0)
        #expect(result.verification.missingInLog == 0)
        #expect(result.group == nil)
        #expect(result.partitions?.realised.shares?.count == 6)
    }

    /// Records that retention took cannot be told from lost ones where nobody read them.
    @Test(arguments: [true, false])
    func withoutAGroupWhatRetentionTakesIsNotCalledLost(hasFault: Bool) throws {
        var configuration = TestBench.configuration(rate: .recordsPerSecond(20_000))
        configuration.consumers.groups = 0
        configuration.topic.retentionBytes = 20_000
        configuration.topic.segmentBytes = 10_000
        if hasFault {
            configuration.faults = [
                Fault(
                    at: .milliseconds(100), action: .pause(.broker(BrokerID(0))),
                    duration: .milliseconds(20))
            ]
        }
        let counts = try TestBench.run(configuration).verification
        #expect(counts.lostAcknowledged == nil)
        #expect(counts.lostForbidden == nil)
        #expect(counts.missingInLog == nil)
    }

    @Test(arguments: [Rate.recordsPerSecond(20_000), .max])
    func whatTheWarmupLeftIsReadAlone(rate: Rate) throws {
        var configuration = TestBench.configuration(rate: rate, duration: .seconds(20))
        configuration.producers.send = .warmup
        configuration.consumers.count = 2
        let result = try TestBench.run(configuration)
        let sent = try #require(result.group?.backlog?.records)
        #expect(sent > 0)
        expectSound(result, checked: result.verification.checkedRecords)
        #expect(result.verification.checkedRecords >= sent)
        #expect(result.throughput.offeredRecords == 0)
        #expect(result.throughput.ackedRecords == 0)
        #expect(result.throughput.consumedRecords >= sent)
        // It is over when everything is read, not after 20 s.
        #expect(result.measuredSeconds < 10)
        #expect(result.latency.publish.count == 0)
        #expect(!result.flags.contains(.tooFewSamples))
    }

    @Test func theWarmupSendsNoMoreThanTheBacklog() throws {
        var configuration = TestBench.configuration(
            rate: .recordsPerSecond(20_000), duration: .seconds(20))
        configuration.run.warmup = .seconds(2)
        configuration.producers.send = .warmup
        configuration.consumers.backlogBytes = 100_000
        let result = try TestBench.run(configuration)
        let records = try #require(result.group?.backlog?.records)
        // 1,000 records of 100 bytes, and those of the time that it takes to notice.
        #expect(records >= 1_000)
        #expect(records < 30_000)
    }

    @Test func everyTopicIsWrittenAndRead() throws {
        var configuration = TestBench.configuration()
        configuration.topic.count = 3
        configuration.topic.partitions = 4
        configuration.producers.count = 2
        configuration.consumers.groups = 2
        configuration.consumers.count = 2
        let result = try TestBench.run(configuration)
        expectSound(result, checked: 2_000)
        #expect(result.dimensions.topics == 3)
        #expect(result.partitions?.realised.shares?.allSatisfy { $0 > 0 } == true)
        #expect(result.partitions?.realised.shares?.count == 12)
    }

    @Test func idleProducersSendNothing() throws {
        var configuration = TestBench.configuration()
        configuration.producers.idle = 50
        let result = try TestBench.run(configuration)
        expectSound(result, checked: 1_000)
        #expect(result.dimensions.idleProducers == 50)
    }

    @Test func arrivalsWithAShapeOfferWhatTheyShould() throws {
        var configuration = TestBench.configuration()
        configuration.producers.arrival = .bursts
        configuration.producers.shape.burstOn = .milliseconds(20)
        configuration.producers.shape.burstOff = .milliseconds(80)
        let result = try TestBench.run(configuration)
        expectSound(result, checked: 1_000)
        #expect(result.throughput.offeredRecords == 800)
        #expect(result.dimensions.arrivalShape == "on 20ms off 80ms")
    }
}
