import Client
import Messages
import Records

/// A producer against partitions whose leaders move and whose links lose, delay and repeat, all
/// drawn from a seed. After some time everything heals.
final class ModelRun {
    let writer: ScriptedWriter
    let producer: Producer
    var logs: [ModelLog]
    var violations: [String] = []
    var counts = Counts()

    /// What came to pass, to show that a run explored something.
    struct Counts {
        var lost = 0
        var late = 0
        var repeated = 0
        var refused = 0
        var duplicates = 0
        var moves = 0
        var epochs: Set<Int16> = []

        static func += (a: inout Counts, b: Counts) {
            a.lost += b.lost
            a.late += b.late
            a.repeated += b.repeated
            a.refused += b.refused
            a.duplicates += b.duplicates
            a.moves += b.moves
            a.epochs.formUnion(b.epochs)
        }
    }

    enum Event {
        case toBroker(Int, ProduceRequest, [[UInt8]], Fate)
        case toClient(ClientMessage)
        case move
    }

    /// What becomes of a request that reaches a broker.
    enum Fate {
        case served
        case refused(ErrorCode)
        /// It is appended, and the answer says that this is not known, or does not come.
        case open(ErrorCode?)
    }

    private let pool = BufferPool()
    var random: RandomSource
    var leaders: [Int]
    var epochs: [Int32]
    private var queue: [(time: Instant, order: Int, event: Event)] = []
    private var order = 0
    var now = Instant(0)
    private static let healing = Instant.milliseconds(6000)
    private static let end = Instant.milliseconds(30_000)

    init(seed: UInt64, isIdempotent: Bool, bugs: PlantedBugs = PlantedBugs(), partitions: Int = 2) {
        random = RandomSource(seed: seed)
        var script: [ScriptedWriter.Line] = []
        for _ in 0..<160 {
            script.append(
                ScriptedWriter.Line(
                    due: .milliseconds(Int64(random.next(below: 6000))),
                    partition: Int(random.next(below: UInt64(partitions))),
                    bytes: 100 + Int(random.next(below: 300))))
        }
        script.sort { $0.due < $1.due }
        writer = ScriptedWriter(script)
        logs = Array(repeating: ModelLog(), count: partitions)
        leaders = Array(repeating: 0, count: partitions)
        epochs = Array(repeating: 0, count: partitions)
        var settings = ProducerConfiguration()
        settings.batchBytes = 1000
        settings.isIdempotent = isIdempotent
        settings.plantedBugs = bugs
        settings.maxInFlight = 1 + Int(random.next(below: 5))
        settings.linger = .milliseconds(Int64(random.next(below: 20)))
        settings.requestTimeout = .milliseconds(100 + Int64(random.next(below: 400)))
        settings.deliveryTimeout = .milliseconds(600 + Int64(random.next(below: 3000)))
        settings.retryBackoff = .milliseconds(5 + Int64(random.next(below: 40)))
        settings.retryBackoffMax = .milliseconds(200)
        settings.firstSequence = random.next(below: 2) == 0 ? 0 : Int32.max - 20
        producer = Producer(
            id: ClientID(0), topic: TopicID(0),
            partitions: (0..<partitions).map { _ in
                PartitionMetadata(leader: BrokerID(0), leaderEpoch: .initial, listener: 0)
            },
            configuration: settings, pool: pool, application: writer)
        for _ in 0..<6 { schedule(.move, after: Int64(random.next(below: 6000))) }
    }

    private var isChaotic: Bool { now < Self.healing }

    func chance(_ percent: UInt64) -> Bool {
        isChaotic && random.next(below: 100) < percent
    }

    func schedule(_ event: Event, after milliseconds: Int64) {
        order += 1
        queue.append((now + .milliseconds(milliseconds), order, event))
    }

    /// Lets the whole time pass.
    func run() {
        while true {
            let next = queue.indices.min {
                (queue[$0].time, queue[$0].order) < (queue[$1].time, queue[$1].order)
            }
            let time = min(next.map { queue[$0].time } ?? .distantFuture, producer.nextStep)
            guard time <= Self.end else { break }
            now = max(now, time)
            var effects = ClientEffects()
            if let next, queue[next].time <= now {
                handle(queue.remove(at: next).event, &effects)
            } else {
                producer.step(now: now, effects: &effects)
            }
            send(effects)
        }
        judge()
    }
}
