import Brokers
import Client
import Messages
import Records
import Storage

/// One random run: drawn from a seed, checked after every event, and healed at its end.
final class Exploration {
    let driver: EngineDriver
    let plan: ExplorationPlan
    private(set) var violations: [String] = []
    private var writers: [NumberedWriter] = []
    private var producers: [Producer] = []
    private var readers: [NumberedReader] = []
    private var random: RandomSource
    private var highestWatermarks: [Offset]

    /// The source of the driver's delays, apart from that of the run's course.
    private final class Delays {
        private var random: RandomSource
        init(_ random: RandomSource) { self.random = random }

        func upTo(_ span: Nanoseconds) -> Nanoseconds {
            Nanoseconds(Int64(random.next(below: UInt64(span.rawValue) + 1)))
        }
    }

    init(seed: UInt64) {
        random = RandomSource(seed: seed)
        let plan = ExplorationPlan(drawnFrom: &random)
        self.plan = plan
        driver = EngineDriver(settings: plan.settings, topic: plan.topic)
        highestWatermarks = Array(repeating: .zero, count: plan.topic.partitions)
        let delays = Delays(random.fork(stream: 1))
        driver.linkDelay = { _ in delays.upTo(plan.linkDelayMax) }
        driver.diskDelay = { _, _ in delays.upTo(plan.diskDelayMax) }
        for producer in 0..<plan.producers { addWriter(producer) }
        for reader in 0..<plan.readers { addReader(reader) }
        driver.afterEvent = { [unowned self] in look() }
    }

    private func addWriter(_ number: Int) {
        let start = driver.now
        let dues = (0..<(50 + random.draw(300))).map { _ in random.draw(2_000_000) }.sorted()
        let writer = NumberedWriter(
            producer: number,
            dues.map { microsecond in
                NumberedWriter.Line(
                    due: start + .microseconds(Int64(microsecond)),
                    partition: random.draw(plan.topic.partitions), bytes: 12 + random.draw(200))
            })
        writers.append(writer)
        let batchBytes = plan.batchBytes
        let acks = plan.acks
        let codec = plan.codec
        let producer = driver.addProducer(writer) {
            $0.acks = acks
            $0.codec = codec
            $0.batchBytes = batchBytes
            $0.linger = random.pick([.zero, .milliseconds(5), .milliseconds(50)])
            $0.maxInFlight = 1 + random.draw(5)
            $0.bufferMemoryBytes = random.pick([batchBytes * 2, 1 << 20])
            $0.requestBytesMax = random.pick([1000, 1 << 20])
            $0.requestTimeout = random.pick([.milliseconds(400), .seconds(30)])
        }
        producers.append(producer)
    }

    private func addReader(_ number: Int) {
        let reader = NumberedReader()
        reader.serviceTime = random.pick([.zero, .zero, .microseconds(200)])
        readers.append(reader)
        let partitions = (0..<plan.topic.partitions).filter { $0 % plan.readers == number }
        _ = driver.addConsumer(reader, partitions: partitions) {
            $0.fetchBytesMax = random.pick([100, 3000, 1 << 20])
        }
    }

    private func reads(of partition: Int) -> [NumberedReader.Read] {
        readers[partition % plan.readers].reads[partition] ?? []
    }

    /// Two seconds with brokers that pause, then all heal and everything must arrive.
    func run() {
        for _ in 0..<20 {
            for broker in 0..<3 where random.next(below: 8) == 0 {
                if driver.pausedBrokers.contains(broker) {
                    driver.resume(broker)
                } else {
                    driver.pause(broker)
                }
            }
            driver.run(for: .milliseconds(100 + Int64(random.next(below: 300))))
        }
        for broker in 0..<3 { driver.resume(broker) }
        let isDone = driver.run(within: .seconds(60)) {
            writers.allSatisfy { $0.isDone } && producers.allSatisfy { $0.isIdle } && isSettled()
        }
        if !isDone { violations.append("not settled a minute after the healing") }
        for partition in 0..<driver.topic.partitions { judge(partition) }
        if readers.contains(where: { $0.problems > 0 }) { violations.append("unreadable records") }
        if !driver.failures.isEmpty { violations.append("disk: \(driver.failures)") }
    }

    private func isSettled() -> Bool {
        (0..<driver.topic.partitions).allSatisfy { partition in
            let end = driver.logEnd(driver.leader(of: partition), partition)
            return driver.replicas(of: partition).allSatisfy {
                driver.logEnd($0, partition) == end
            } && driver.highWatermark(driver.leader(of: partition), partition) == end
                && reads(of: partition).count == end.rawValue
                && driver.state(of: partition).inSyncReplicas.count
                    == driver.topic.replicationFactor
        }
    }

    /// After every event: what is committed is on every in-sync replica, and stays committed.
    private func look() {
        for state in driver.controller.states(of: TopicID(0)) {
            let partition = state.partition.partition.index
            let leader = driver.leader(of: partition)
            let watermark = driver.highWatermark(leader, partition)
            if watermark < highestWatermarks[partition] {
                violations.append("the high watermark of \(partition) fell")
            }
            highestWatermarks[partition] = watermark
            for replica in state.inSyncReplicas
            where driver.logEnd(replica.index, partition) < watermark {
                violations.append("\(replica) of \(partition) is in sync and lacks records")
            }
            for replica in state.replicas
            where driver.highWatermark(replica.index, partition) > watermark {
                violations.append("\(replica) of \(partition) takes too much for committed")
            }
        }
    }

    private func judge(_ partition: Int) {
        let logs = driver.replicas(of: partition).map { driver.logBytes($0, partition) }
        if logs.contains(where: { $0 != logs[0] }) {
            violations.append("copies of \(partition) differ")
        }
        let reads = reads(of: partition)
        if reads.map(\.offset) != Array(0..<Int64(reads.count)) {
            violations.append("offsets of \(partition) were skipped or read again")
        }
        for writer in writers {
            let own = reads.filter { $0.producer == writer.producer }
            if zip(own, own.dropFirst()).contains(where: { $0.sequence >= $1.sequence }) {
                violations.append("\(writer.producer) is out of order in \(partition)")
            }
            for record in writer.acknowledged[partition] ?? [] {
                let isRead = own.contains {
                    $0.sequence == record.sequence
                        && (plan.acks == .none || $0.offset == record.offset)
                }
                if !isRead { violations.append("an acknowledged record of \(partition) is lost") }
            }
        }
    }
}
