import Brokers
import Messages
import Records
import Storage
import Testing

/// Whose the memory of batches is on their way through a broker.
@Suite struct BufferTests {
    @Test(arguments: [Acks.none, .leader, .all])
    func aBatchComesBackWithTheAnswer(acks: Acks) throws {
        let driver = EngineDriver(topic: EngineDriver.topic())
        let probe = driver.addProbe()
        let buffer = try batch(["a"])
        let request = driver.produce(probe, buffer, acks: acks)
        #expect(driver.run(within: .seconds(2)) { probe.isAnswered(request) })
        #expect(request.entries[0].error == .none)
        #expect(request.entries[0].batch === buffer)
    }

    @Test func batchesThatWaitForASyncComeBackToo() throws {
        let driver = EngineDriver(
            brokers: 1, topic: EngineDriver.topic(replicas: 1) { $0.flushMessages = 3 })
        driver.diskDelay = { _, operation in
            if case .sync = operation { .milliseconds(20) } else { .milliseconds(1) }
        }
        let probe = driver.addProbe()
        let buffers = try (0..<6).map { try batch(["\($0)"]) }
        let requests = buffers.map { driver.produce(probe, $0, acks: .leader) }
        #expect(
            driver.run(within: .seconds(2)) { requests.allSatisfy { probe.isAnswered($0) } })
        for (request, buffer) in zip(requests, buffers) {
            #expect(request.entries[0].batch === buffer)
        }
    }

    /// The producer may still send it to another broker: it is never anybody else's.
    @Test func aBatchThatIsNotWrittenComesBackAndGoesToNoPool() throws {
        let driver = EngineDriver(brokers: 1, topic: EngineDriver.topic(replicas: 1))
        var requested: Int64 = 0
        driver.diskDelay = { _, _ in
            requested += 1
            return .milliseconds(10 * requested)
        }
        let probe = driver.addProbe()
        driver.disks[0].refusal = { operation, _ in operation == "write" ? 28 : nil }
        let buffers = try (0..<3).map { try batch(["\($0)"]) }
        let requests = buffers.map { driver.produce(probe, $0, acks: .leader) }
        #expect(
            driver.run(within: .seconds(2)) { requests.allSatisfy { probe.isAnswered($0) } })
        driver.run(for: .seconds(1))
        let pooled = (0..<8).map { _ in driver.pool.take(atLeast: buffers[1].capacity) }
        for (request, buffer) in zip(requests, buffers) {
            #expect(request.entries[0].error == .kafkaStorageError)
            #expect(request.entries[0].batch === buffer)
            #expect(!pooled.contains { $0 === buffer })
        }
    }

    @Test func anAnswersBufferGoesBackWithTheNextFetch() throws {
        let driver = EngineDriver(brokers: 1, topic: EngineDriver.topic(replicas: 1))
        let probe = driver.addProbe()
        let spent = BatchBuffer(capacity: 1 << 16)
        var request = FetchRequest(
            partition: driver.partition(0), reader: .consumer(probe.id), offset: .zero,
            leaderEpoch: .initial, bytesMax: 1 << 16, waitMax: .milliseconds(10))
        request.spent = spent
        driver.send(
            .toBroker(0, .fetch(request)), from: .client(probe.id.index), to: .broker(0))
        #expect(driver.run(within: .seconds(2)) { !probe.fetched.isEmpty })
        #expect(driver.pool.take(atLeast: 1 << 16) === spent)
    }
}
