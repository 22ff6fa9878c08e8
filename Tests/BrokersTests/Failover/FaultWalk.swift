import Brokers
import Messages
import Records
import Storage

/// One random run in which brokers die, pause and are cut off, with acks=all and two in-sync
/// replicas at least: what was acknowledged must stand in every log at its end.
final class FaultWalk {
    let driver: EngineDriver
    private(set) var violations: [String] = []
    private(set) var acknowledged = 0
    private let probe: Probe
    private var random: RandomSource
    private var chance: Chance
    /// By partition, the checksum of the batch that was committed at each offset.
    private var committed: [[UInt32]]
    private var leaders: [[LeaderEpoch: BrokerID]]
    private var sent: [(request: ProduceRequest, text: String)] = []
    private var sequences: [Int32]

    final class Chance {
        var random: RandomSource
        init(_ random: RandomSource) { self.random = random }

        func upTo(_ span: Nanoseconds) -> Nanoseconds {
            Nanoseconds(Int64(random.next(below: UInt64(span.rawValue) + 1)))
        }

        func oneIn(_ count: Int) -> Bool { random.draw(count) == 0 }
    }

    init(seed: UInt64, bugs: PlantedBugs = PlantedBugs()) {
        random = RandomSource(seed: seed)
        let chance = Chance(random.fork(stream: 1))
        self.chance = chance
        let partitions = 1 + random.draw(3)
        let segmentBytes = random.pick([1000, 1 << 20])
        var settings = BrokerSettings.quick
        settings.plantedBugs = bugs
        var control = ControllerSettings.quick
        control.plantedBugs = bugs
        driver = EngineDriver(
            settings: settings, control: control,
            topic: EngineDriver.topic(partitions: partitions, minInsync: 2) {
                $0.segmentBytes = segmentBytes
            })
        committed = Array(repeating: [], count: partitions)
        leaders = Array(repeating: [:], count: partitions)
        sequences = Array(repeating: 0, count: partitions)
        probe = driver.addProbe()
        let delay = random.pick([Nanoseconds.microseconds(100), .milliseconds(5)])
        let diskDelay = random.pick([Nanoseconds.zero, .milliseconds(3)])
        let loss = random.pick([0, 0, 20, 5])
        driver.linkDelay = { _ in chance.upTo(delay) }
        driver.diskDelay = { _, _ in chance.upTo(diskDelay) }
        driver.isLost = { hop, what in
            guard loss > 0 else { return false }
            if case .client = hop.from { return false }
            if case .client = hop.to { return false }
            return chance.oneIn(loss)
        }
        driver.afterEvent = { [unowned self] in look() }
    }

    func run() {
        for _ in 0..<60 {
            for _ in 0..<random.draw(4) { disturb() }
            for _ in 0..<random.draw(6) { write() }
            driver.run(for: .milliseconds(20 + Int64(random.draw(600))))
        }
        heal()
        if !driver.settles(within: .seconds(120)) { violations.append("not settled") }
        judge()
    }

    private func heal() {
        driver.heal()
        driver.isLost = { _, _ in false }
        for broker in 0..<3 {
            driver.resume(broker)
            if driver.deadBrokers.contains(broker) { driver.start(broker) }
        }
    }

    private func disturb() {
        let broker = random.draw(3)
        let other = (broker + 1 + random.draw(2)) % 3
        switch random.draw(9) {
        case 0 where driver.deadBrokers.isEmpty: driver.kill(broker)
        case 1, 2:
            if let dead = driver.deadBrokers.min() { driver.start(dead) }
        case 3: driver.pause(broker)
        case 4: for paused in driver.pausedBrokers.sorted() { driver.resume(paused) }
        case 5: driver.isolate(broker)
        case 6: driver.cut(.broker(broker), random.draw(2) == 0 ? .broker(other) : .controller)
        default: driver.heal()
        }
    }

    /// To whoever takes itself for a leader.
    private func write() {
        let partition = random.draw(committed.count)
        let text = "\(sent.count)"
        let batch: BatchBuffer
        do { batch = try BrokersTests.batch([text]) } catch { return }
        let believers = (0..<3).filter { broker in
            guard !driver.deadBrokers.contains(broker),
                case .leader = driver.brokers[broker].view(of: driver.partition(partition))?.role
            else { return false }
            return true
        }
        guard !believers.isEmpty else { return }
        let request = driver.produce(
            probe, partition: partition, batch, acks: .all, timeout: .seconds(3),
            broker: random.pick(believers))
        sent.append((request, text))
    }

    // MARK: What must hold

    private func look() {
        for partition in committed.indices {
            for broker in 0..<3 where !driver.deadBrokers.contains(broker) {
                guard let view = driver.brokers[broker].view(of: driver.partition(partition))
                else { continue }
                if !(view.logStart <= view.highWatermark && view.highWatermark <= view.logEnd) {
                    violations.append("\(driver.now): bounds of \(broker): \(view)")
                }
                guard case .leader(let epoch, _, _) = view.role else { continue }
                let known = leaders[partition].updateValue(BrokerID(broker), forKey: epoch)
                if let known, known.index != broker {
                    violations.append("\(driver.now): two leaders of \(partition) in \(epoch)")
                }
                commit(partition, broker, view)
            }
        }
    }

    private func commit(_ partition: Int, _ broker: Int, _ view: ReplicaView) {
        let count = committed[partition].count
        guard view.highWatermark.rawValue > count else { return }
        do {
            let batches = try driver.brokers[broker].batches(
                of: driver.partition(partition), in: Offset(0)..<view.highWatermark)
            for (index, batch) in batches.enumerated() where index < count {
                if committed[partition][index] != batch.checksum {
                    violations.append("\(driver.now): \(partition) changed at \(index)")
                }
            }
            committed[partition] += batches.dropFirst(count).map(\.checksum)
        } catch { violations.append("\(error)") }
    }

    private func judge() {
        let logs = committed.indices.map { partition -> [String] in
            do {
                return try driver.texts(driver.presentLeader(of: partition) ?? 0, partition)
            } catch {
                violations.append("\(error)")
                return []
            }
        }
        for (request, text) in sent where request.entries[0].error == .none {
            guard probe.isAnswered(request) else { continue }
            acknowledged += 1
            let log = logs[request.entries[0].partition.partition.index]
            let offset = Int(request.entries[0].baseOffset.rawValue)
            if offset >= log.count || log[offset] != text {
                violations.append("\(text) was acknowledged at \(offset) and is lost")
            }
        }
        for (request, text) in sent where probe.answers(to: request) > 1 {
            violations.append("\(text) was answered twice: \(request.entries[0].error)")
        }
    }
}
