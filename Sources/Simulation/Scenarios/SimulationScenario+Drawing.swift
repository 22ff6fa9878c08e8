import Brokers
import Client
import Faults
import Messages
import Records

extension SimulationScenario {
    /// The scenario that a seed stands for.
    package init(drawnFrom seed: UInt64) {
        self.init(seed: seed)
        model.stepsMax = 2_000_000
        goals.steps = 10_000
        goals.acknowledgedRecords = 1_000
        let source = RandomSource(seed: seed)
        var topic = source.fork(stream: 10)
        drawTopic(&topic)
        var times = source.fork(stream: 11)
        drawTimes(&times)
        var effects = source.fork(stream: 12)
        drawEffects(&effects)
        var clients = source.fork(stream: 13)
        drawClients(&clients)
        var old = source.fork(stream: 15)
        drawOldRecords(&old)
        var groups = source.fork(stream: 16)
        drawGroup(&groups)
        var plan = FaultPlan(scenario: self, random: source.fork(stream: 14))
        faults = plan.draw()
        if plan.partitionsMax > model.topic.partitions { model.partitionsMax = plan.partitionsMax }
    }

    private mutating func drawTopic(_ random: inout RandomSource) {
        model.brokers = random.pick([3, 3, 3, 4, 5])
        let replicas = random.pick([3, 3, 3, 3, 3, 3, 2, 2, 1])
        model.topic.name = "t"
        model.topic.partitions = 1 + random.draw(4)
        model.topic.replicationFactor = replicas
        model.topic.minInsyncReplicas =
            switch replicas {
            case 3: random.pick([1, 2, 2, 2, 2, 3])
            case 2: random.pick([1, 1, 2])
            default: 1
            }
        model.topic.allowsUncleanElection = random.draw(10) == 0
        model.topic.segmentBytes = random.pick([8 << 10, 16 << 10, 32 << 10, 64 << 10])
        model.topic.flushMessages = random.pick([nil, nil, nil, nil, 1, 1, 20])
        model.topic.flushInterval = random.pick([nil, nil, nil, .milliseconds(100)])
        model.sparesLastCopy = random.draw(8) != 0
        if random.draw(10) == 0 { model.topic.retentionBytes = 4 * model.topic.segmentBytes }
    }

    private mutating func drawTimes(_ random: inout RandomSource) {
        let session = Nanoseconds.milliseconds(Int64(800 + random.draw(2200)))
        model.controller.sessionTimeout = session
        model.controller.leaderImbalanceCheckInterval = random.pick([
            nil, .seconds(2), .seconds(5),
        ])
        model.broker.heartbeatInterval = session / (3 + random.draw(3))
        model.broker.controllerTimeout = .milliseconds(Int64(300 + random.draw(700)))
        model.broker.replicaLagTimeMax = .milliseconds(Int64(800 + random.draw(2000)))
        model.broker.replicaFetchWaitMax = .milliseconds(random.pick([50, 100, 250]))
        model.broker.replicaFetchTimeout = .milliseconds(Int64(1000 + random.draw(1500)))
        model.broker.replicaFetchBytesMax = random.pick([2 << 10, 16 << 10, 1 << 20])
        model.broker.tickInterval = .milliseconds(random.pick([20, 30, 50]))
        safetyTime = .seconds(Double(14 + random.draw(5)))
        sendingTime = safetyTime + .seconds(10)
    }

    private mutating func drawEffects(_ random: inout RandomSource) {
        let delay = Nanoseconds.microseconds(
            random.pick([50, 200, 1_000, 5_000, 20_000, 50_000, 100_000]))
        model.network.delay = delay
        model.network.jitter = random.pick([.zero, delay / 4, delay / 2, delay])
        model.network.bandwidthBytesPerSecond = random.pick([nil, nil, 2_000_000, 20_000_000])
        model.network.loseShare = random.pick([0, 0, 0, 0, 0.002, 0.02])
        model.network.duplicateShare = random.pick([0, 0, 0, 0.01, 0.1])
        model.network.clogShare = random.pick([0, 0, 0, 0.001])
        model.network.clogMax = .milliseconds(Int64(100 + random.draw(1900)))
        model.disk.writeLatency = .microseconds(random.pick([5, 50, 500]))
        model.disk.syncLatency = .microseconds(random.pick([100, 1_000, 8_000]))
    }

    private mutating func drawClients(_ random: inout RandomSource) {
        var configuration = ProducerConfiguration()
        configuration.acks = random.pick([.all, .all, .all, .all, .leader, .leader, .none])
        // As in Kafka, idempotence promises nothing without acks=all: whoever leads next may have
        // lost what it knew of the producer, together with acknowledged records.
        let wantsIdempotence = configuration.acks != .none && random.draw(2) == 0
        configuration.isIdempotent = wantsIdempotence && configuration.acks == .all
        // Where every answer takes long, small batches one by one would get nowhere.
        let isSlow = model.network.delay >= .milliseconds(20)
        configuration.maxInFlight = random.pick(isSlow ? [2, 3, 5] : [1, 2, 5])
        configuration.batchBytes = random.pick(
            isSlow ? [4 << 10, 7 << 10] : [512, 1 << 10, 4 << 10])
        configuration.linger = .milliseconds(random.pick([0, 5, 20, 40]))
        configuration.requestBytesMax = random.pick([2 << 10, 1 << 20])
        configuration.requestTimeout = .milliseconds(Int64(700 + random.draw(1300)))
        configuration.deliveryTimeout = .seconds(
            Double(random.pick(isSlow ? [8, 20] : [3, 8, 20])))
        configuration.retryBackoff = .milliseconds(random.pick([20, 50, 100]))
        configuration.retryBackoffMax = .milliseconds(400)
        configuration.metadataAgeMax = .seconds(Double(random.pick([2, 5, 300])))
        configuration.codec = random.pick([.none, .none, .none, .lz4])
        // Who gives up before an answer can come gets nowhere.
        let answerTime = roundTrip(of: configuration)
        configuration.requestTimeout = max(configuration.requestTimeout, answerTime * 2)
        configuration.deliveryTimeout = max(configuration.deliveryTimeout, answerTime * 4)
        producers = Array(repeating: configuration, count: 1 + random.draw(3))
        let offered = isSlow ? 120 + random.draw(60) : 150 + random.draw(150)
        recordsPerSecond = max(1, min(offered / producers.count, carriedPerSecond / 2))
        if isSlow { sendingTime = sendingTime + .seconds(6) }
        consumers = 1 + random.draw(2)
        consumer.fetchBytesMax = random.pick([1 << 10, 16 << 10, 1 << 20])
        if isSlow {
            consumer.fetchBytesMax = max(consumer.fetchBytesMax, 32 << 10)
            model.broker.replicaFetchBytesMax = max(model.broker.replicaFetchBytesMax, 32 << 10)
        }
        consumer.fetchWaitMax = .milliseconds(random.pick([100, 250, 500]))
        consumer.retryBackoff = .milliseconds(random.pick([20, 50, 100]))
    }
}

extension SimulationScenario {
    /// How long an answer may take where nothing fails: the way to the leader and back and that of
    /// a follower's fetch, which may have just missed the batch.
    private func roundTrip(of producer: ProducerConfiguration) -> Nanoseconds {
        let way = model.network.delay + model.network.jitter
        let disk = model.disk.writeLatency + model.disk.syncLatency
        return way * 6 + disk * 3 + producer.linger
    }

    /// Records per second that a producer brings to one partition at most, each request being of
    /// one batch. One that is offered more for long comes to send nothing but what has timed out.
    private var carriedPerSecond: Int {
        guard let producer = producers.first else { return 0 }
        let recordBytes = 20 + valueBytes.upperBound
        let batchRecords = Int64(max(1, producer.batchBytes / recordBytes))
        let linked =
            Int64(producer.maxInFlight) * batchRecords * 1_000_000_000
            / max(1, roundTrip(of: producer).rawValue)
        guard model.topic.flushMessages == 1 else { return Int(linked) }
        // One disk may have to sync every batch, its leaders' and its followers'.
        let sync = (model.disk.writeLatency + model.disk.syncLatency).rawValue
        let synced = batchRecords * 1_000_000_000 / (2 * sync * Int64(producers.count))
        return Int(min(linked, synced))
    }
}

extension RandomSource {
    /// A number in 0..<bound.
    mutating func draw(_ bound: Int) -> Int { Int(next(below: UInt64(bound))) }

    /// One of `values`.
    mutating func pick<Value>(_ values: [Value]) -> Value { values[draw(values.count)] }
}
