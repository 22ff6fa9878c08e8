import Client
import Cluster
import Messages
import Platform
import Records
import Synchronization

/// A process with a broker on real files that writes as fast as it can and says on standard output
/// what was acknowledged, until it is killed or has had enough acknowledgements.
///
/// Lines: `ready PARTITION LOG_END` for each partition once the logs are open, then
/// `ack PARTITION BASE_OFFSET COUNT FIRST_NUMBER` for each batch. A record's value begins with its
/// number: the first one stated plus the record's place in its partition.
@main enum Child {
    static let partitions = 3

    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count == 5, let first = UInt64(arguments[2]),
            let flushMessages = Int(arguments[3]), let acks = Int(arguments[4])
        else { return StandardOutput.write("usage: DIRECTORY FIRST_NUMBER FLUSH ACKS\n") }
        var configuration = ClusterConfiguration()
        configuration.brokers = 1
        configuration.dataDirectory = arguments[1]
        var topic = TopicConfiguration()
        topic.name = "orders"
        topic.partitions = partitions
        topic.segmentBytes = 100_000
        if flushMessages > 0 { topic.flushMessages = flushMessages }
        do throws(ClusterError) {
            let cluster = try EmbeddedCluster(configuration, topic: topic)
            for number in 0..<partitions {
                let end = cluster.gauges.logEnd(of: PartitionIndex(number))
                StandardOutput.write("ready \(number) \(end)\n")
            }
            let writer = Writer(first: first, acksMax: acks)
            var settings = ProducerConfiguration()
            settings.batchBytes = 2000
            _ = cluster.addProducer(settings, shard: 0, application: writer)
            try cluster.start()
            writer.waitUntilDone()
            cluster.stop()
        } catch { StandardOutput.write("error \(error)\n") }
    }
}

/// Writes numbered records round the partitions and tells of each acknowledgement before anything
/// else happens.
final class Writer: ProducerApplication, @unchecked Sendable {
    private let first: UInt64
    private let acksMax: Int
    private var acks = 0
    private var next = 0
    private let isDone = Atomic<Bool>(false)
    private let parker = Parker()

    init(first: UInt64, acksMax: Int) {
        self.first = first
        self.acksMax = acksMax
    }

    func waitUntilDone() {
        while !isDone.load(ordering: .acquiring) { parker.park(until: .max) }
    }

    var nextDue: Instant? { acks < acksMax ? Instant(0) : nil }

    func fill(_ accumulator: inout RecordAccumulator, now: Instant) -> FillOutcome {
        guard acks < acksMax else { return .done }
        for _ in 0..<100 {
            guard
                let slot = accumulator.append(
                    partition: PartitionIndex(next % Child.partitions), timestamp: 1, key: nil,
                    valueBytes: 100, sendTime: now, now: now)
            else { return .refused }
            slot.value.initializeMemory(as: UInt8.self, repeating: 7, count: 100)
            slot.value.storeBytes(of: first + slot.sequence, as: UInt64.self)
            next += 1
        }
        return .more
    }

    func completed(_ batch: CompletedBatch, now: Instant) {
        guard batch.error == .none, acks < acksMax else { return }
        StandardOutput.write(
            "ack \(batch.partition) \(batch.baseOffset) \(batch.recordCount) "
                + "\(first + batch.firstSequence)\n")
        acks += 1
        guard acks == acksMax else { return }
        isDone.store(true, ordering: .releasing)
        parker.unpark()
    }
}
