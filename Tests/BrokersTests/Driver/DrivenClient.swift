import Client
import Messages
import Records

/// A client of the driver.
enum DrivenClient {
    case probe(Probe)
    case producer(Producer)
    case consumer(Consumer)

    var nextStep: Instant {
        switch self {
        case .probe: .distantFuture
        case .producer(let producer): producer.nextStep
        case .consumer(let consumer): consumer.nextStep
        }
    }

    func step(now: Instant, effects: inout ClientEffects) {
        switch self {
        case .probe: break
        case .producer(let producer): producer.step(now: now, effects: &effects)
        case .consumer(let consumer): consumer.step(now: now, effects: &effects)
        }
    }

    func handle(_ message: ClientMessage, now: Instant, effects: inout ClientEffects) {
        switch (self, message) {
        case (.probe(let probe), .produced(let request)):
            probe.produced.append((now, request))
        case (.probe(let probe), .fetched(let response)):
            probe.fetched.append((now, response))
        case (.probe(let probe), .metadata(let metadata)): probe.metadata.append(metadata)
        case (.producer(let producer), _):
            producer.handle(message, now: now, effects: &effects)
        case (.consumer(let consumer), _):
            consumer.handle(message, now: now, effects: &effects)
        case (.probe(let probe), .offsetListed), (.probe(let probe), .joinedGroup),
            (.probe(let probe), .syncedGroup), (.probe(let probe), .groupHeartbeat),
            (.probe(let probe), .leftGroup), (.probe(let probe), .offsetsCommitted),
            (.probe(let probe), .offsetsFetched):
            probe.group.append(message)
        default: preconditionFailure("an answer to what was never asked")
        }
    }
}

/// Sends single requests and keeps the answers.
final class Probe {
    let id: ClientID
    var produced: [(time: Instant, request: ProduceRequest)] = []
    var fetched: [(time: Instant, response: FetchResponse)] = []
    var metadata: [TopicMetadata] = []
    /// What coordinators answered, and where offsets were asked for.
    var group: [ClientMessage] = []

    init(id: ClientID) { self.id = id }

    func isAnswered(_ request: ProduceRequest) -> Bool {
        produced.contains { $0.request === request }
    }

    /// How often a request came back.
    func answers(to request: ProduceRequest) -> Int {
        produced.count { $0.request === request }
    }
}

extension EngineDriver {
    func addProbe() -> Probe {
        let probe = Probe(id: ClientID(clients.count))
        clients.append(.probe(probe))
        return probe
    }

    func addProducer(
        _ application: any ProducerApplication,
        _ change: (inout ProducerConfiguration) -> Void = { _ in }
    ) -> Producer {
        var settings = ProducerConfiguration()
        settings.retriesMax = 0
        change(&settings)
        let producer = Producer(
            id: ClientID(clients.count), topic: TopicID(0), partitions: metadata,
            configuration: settings, pool: pool, application: application)
        clients.append(.producer(producer))
        return producer
    }

    /// Adds and starts a consumer of `partitions`.
    func addConsumer(
        _ application: any ConsumerApplication, partitions: [Int],
        _ change: (inout ConsumerConfiguration) -> Void = { _ in }
    ) -> Consumer {
        var settings = ConsumerConfiguration()
        change(&settings)
        let consumer = Consumer(
            id: ClientID(clients.count),
            partitions: partitions.map { (partition($0), metadata[$0]) },
            configuration: settings, pool: pool, application: application)
        clients.append(.consumer(consumer))
        var effects = ClientEffects()
        consumer.start(now: now, effects: &effects)
        send(effects, from: clients.count - 1)
        return consumer
    }

    /// Sends one batch to a broker, the partition's leader where none is named.
    func produce(
        _ probe: Probe, partition index: Int = 0, _ batch: BatchBuffer, acks: Acks,
        timeout: Nanoseconds = .seconds(30), broker: Int? = nil
    ) -> ProduceRequest {
        let request = ProduceRequest(client: probe.id, acks: acks, timeout: timeout, connection: 0)
        request.entries = [
            ProduceRequest.Entry(
                partition: partition(index), batch: batch, recordCount: 1, ticket: 0)
        ]
        send(request, from: probe, to: broker ?? leader(of: index))
        return request
    }

    func send(_ request: ProduceRequest, from probe: Probe, to broker: Int) {
        send(
            .toBroker(broker, .produce(request)), from: .client(probe.id.index),
            to: .broker(broker))
    }

    /// Asks for records, the leader where no broker is named.
    func fetch(
        _ probe: Probe, partition index: Int = 0, from offset: Int64,
        epoch: LeaderEpoch = .initial, bytesMax: Int = 1 << 20,
        waitMax: Nanoseconds = .milliseconds(500), broker: Int? = nil
    ) {
        let request = FetchRequest(
            partition: partition(index), reader: .consumer(probe.id), offset: Offset(offset),
            leaderEpoch: epoch, bytesMax: bytesMax, waitMax: waitMax)
        let target = broker ?? (index < metadata.count ? leader(of: index) : 0)
        send(
            .toBroker(target, .fetch(request)), from: .client(probe.id.index),
            to: .broker(target))
    }
}
