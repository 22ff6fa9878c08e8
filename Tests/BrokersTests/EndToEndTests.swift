import Client
import Messages
import Records
import Testing

/// Producers, brokers and consumers together.
@Suite struct EndToEndTests {
    @Test(arguments: Codec.allCases, [1, 3])
    func everyRecordIsReadOnceAndInOrder(codec: Codec, replicas: Int) throws {
        let driver = EngineDriver(
            topic: EngineDriver.topic(partitions: 4, replicas: replicas) {
                $0.segmentBytes = 20_000
            })
        let writers = (0..<2).map { producer in
            NumberedWriter(
                producer: producer,
                (0..<2000).map {
                    NumberedWriter.Line(
                        due: Instant(Int64($0) * 20_000), partition: ($0 * 5) % 4,
                        bytes: 40 + $0 % 90)
                })
        }
        for writer in writers {
            _ = driver.addProducer(writer) {
                $0.codec = codec
                $0.batchBytes = 3000
                $0.linger = .milliseconds(1)
            }
        }
        let readers = [[0, 1], [2, 3]].map { partitions in
            let reader = NumberedReader()
            _ = driver.addConsumer(reader, partitions: partitions)
            return reader
        }
        let isDone = driver.run(within: .seconds(10)) {
            writers.allSatisfy { $0.isDone } && readers.reduce(0) { $0 + $1.count } == 4000
        }
        #expect(isDone)
        for partition in 0..<4 {
            let reads = readers[partition / 2].reads[partition] ?? []
            #expect(reads.map(\.offset) == Array(0..<Int64(reads.count)))
            for writer in writers {
                let own = reads.filter { $0.producer == writer.producer }
                #expect(own.map(\.sequence) == (0..<500).map { UInt64($0) })
                let acknowledged = writer.acknowledged[partition] ?? []
                #expect(acknowledged.map(\.offset) == own.map(\.offset))
            }
        }
        #expect(readers.allSatisfy { $0.problems == 0 })
        #expect(driver.failures.isEmpty)
    }

    @Test func aBrokerThatPausesHoldsItsPartitionsOnly() throws {
        let driver = EngineDriver(topic: EngineDriver.topic(partitions: 3, replicas: 1))
        let writer = NumberedWriter(
            producer: 0,
            (0..<300).map {
                NumberedWriter.Line(
                    due: Instant(Int64($0) * 1_000_000), partition: $0 % 3, bytes: 20)
            })
        _ = driver.addProducer(writer)
        let reader = NumberedReader()
        _ = driver.addConsumer(reader, partitions: [0, 1, 2])
        driver.run(for: .milliseconds(50))
        let paused = driver.leader(of: 1)
        driver.pause(paused)
        driver.run(for: .milliseconds(500))
        #expect((reader.reads[1] ?? []).count < 20)
        #expect((reader.reads[0] ?? []).count == 100)
        #expect((reader.reads[2] ?? []).count == 100)
        driver.resume(paused)
        #expect(driver.run(within: .seconds(1)) { reader.count == 300 })
        #expect((reader.reads[1] ?? []).map(\.sequence) == (0..<100).map { UInt64($0) })
    }

    @Test func aSlowApplicationReadsEverything() throws {
        let driver = EngineDriver(topic: EngineDriver.topic(partitions: 2))
        let writer = NumberedWriter(
            producer: 0,
            (0..<200).map {
                NumberedWriter.Line(due: Instant(Int64($0) * 1000), partition: $0 % 2, bytes: 20)
            })
        _ = driver.addProducer(writer)
        let reader = NumberedReader()
        reader.serviceTime = .milliseconds(1)
        _ = driver.addConsumer(reader, partitions: [0, 1])
        let start = driver.now
        #expect(driver.run(within: .seconds(5)) { reader.count == 200 })
        #expect(driver.now - start >= .milliseconds(199))
        for partition in [0, 1] {
            #expect((reader.reads[partition] ?? []).map(\.offset) == Array(0..<100))
        }
    }
}
