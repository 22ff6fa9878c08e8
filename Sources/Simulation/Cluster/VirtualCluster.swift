package import Brokers
import Client
import DequeModule
package import Faults
package import Messages
package import Records
import Storage

/// Brokers, their controller and clients, the very same as in real time, in one thread and virtual
/// time.
///
/// Everything with an effect is modelled: links, disks, processors, ends and starts of processes.
/// The same model, clients and faults give the same run, step by step.
package final class VirtualCluster {
    package let model: ClusterModel
    package let pool = BufferPool()
    package private(set) var now = Instant(0)
    package internal(set) var counts = SimulationCounts()
    package var trace = Trace()
    /// Holds the cluster to the invariants; nil where only times are of interest.
    package let watch: ClusterWatch?
    /// Holds groups to theirs; nil where there are none.
    let groupWatch: GroupWatch?
    package let topic = TopicID(0)
    /// The topic that holds groups, where there is one.
    package let offsetsTopic = TopicID(1)
    /// Hears of what happens to partitions, with the time.
    package var onEvent: ((ClusterEvent, Instant) -> Void)?

    /// Hears of the faults that strike and end: the action, whom it struck where that is one
    /// broker, and the time.
    package var onFault: ((FaultAction, BrokerID?, _ isEnd: Bool, Instant) -> Void)?

    let numbers: NodeNumbers
    let random: RandomSource
    var network: VirtualNetwork
    var queue = EventQueue()
    package internal(set) var controller: Controller
    var controllerClock = ProcessClock()
    var controllerInbox: Deque<ControllerMessage> = []
    var processes: [BrokerProcess] = []
    var clients: [ClientProcess] = []
    /// The controller's metadata version that was looked at last.
    var lookedVersion: Int64 = -1
    /// Faults that were asked for, by the number that their events carry.
    var faults: [ScheduledFault] = []
    /// Consumers that start with `startConsumers`; nil once they have.
    var heldConsumers: [ClientProcess]?
    /// Whether no fault strikes any more.
    var faultsAreOver = false
    /// Effects of the step under way, kept for their memory.
    var brokerEffects = BrokerEffects()
    var controllerEffects = ControllerEffects()
    var clientEffects = ClientEffects()

    /// How many partitions the topic may come to have.
    var partitionsMax: Int { max(model.partitionsMax ?? 0, model.topic.partitions) }

    /// Makes the cluster, creates the topic and starts the brokers.
    /// - Parameter isWatched: whether the invariants are checked after every step.
    package init(model: ClusterModel, isWatched: Bool = true) {
        self.model = model
        heldConsumers = model.holdsConsumers ? [] : nil
        numbers = NodeNumbers(brokers: model.brokers)
        random = RandomSource(seed: model.seed)
        network = VirtualNetwork(
            model: model.network, numbers: numbers, random: random.fork(stream: 1))
        let ids = (0..<model.brokers).map { BrokerID($0) }
        controller = Controller(brokers: ids, settings: model.controller, now: now)
        let watch =
            isWatched ? ClusterWatch(topic: model.topic, brokers: model.brokers) : nil
        self.watch = watch
        groupWatch = model.offsetsTopic.flatMap { offsets in
            watch.map { GroupWatch(offsetsTopic: offsets, watch: $0) }
        }
        for id in ids {
            let disk = VirtualDisk(model: model.disk)
            let process = BrokerProcess(id: id, disk: disk)
            processes.append(process)
            start(process)
        }
        _ = controller.createTopic(model.topic, effects: &controllerEffects)
        if let offsets = model.offsetsTopic {
            _ = controller.createTopic(offsets, effects: &controllerEffects)
        }
        finishControllerStep(cost: .zero)
        armController()
        holdRetentionBack()
    }

    // MARK: Running

    /// Handles what is next, if it is due by `end`. Answers whether something was; after
    /// `stepsMax` steps nothing is any more.
    package func step(until end: Instant) -> Bool {
        guard counts.steps < model.stepsMax, let event = queue.next(until: end) else {
            return false
        }
        now = max(now, event.time)
        switch event.what {
        case .arrival(let from, let to): arrive(from: Int(from), to: Int(to))
        case .wake(let node): wake(Int(node), at: event.time)
        case .disk(let broker, let process): completeDisk(Int(broker), process)
        case .faultBegins(let fault): faultBegins(Int(fault))
        case .faultEnds(let fault): faultEnds(Int(fault))
        case .retentionFloors: tellFloors()
        case .start(let broker, let process):
            let target = processes[Int(broker)]
            if target.process == process, !target.isUp { start(target) }
        case .shutdownTimeout(let broker, let process):
            let target = processes[Int(broker)]
            if target.process == process { closeNow(target) }
        }
        return true
    }

    /// Lets everything happen that is due by `end`, where the clock then stands.
    package func run(until end: Instant) {
        while step(until: end) {}
        now = max(now, end)
    }

    private func wake(_ node: Int, at time: Instant) {
        if node < numbers.brokers {
            let process = processes[node]
            guard process.clock.woken(at: time) else { return }
            proceed(process)
        } else if node == numbers.controller {
            guard controllerClock.woken(at: time) else { return }
            proceedController()
        } else {
            let client = clients[node - numbers.brokers - 1]
            guard client.clock.woken(at: time) else { return }
            proceed(client)
        }
    }

    /// Counts a step, and lets the watch know which one it is.
    func beginStep() {
        counts.steps += 1
        watch?.step = counts.steps
        watch?.now = now
    }

    func note(_ node: Node?, _ words: TraceWords, _ text: () -> String) {
        trace.note(now, node, words, text)
    }

    // MARK: Messages

    /// Puts a message on its link at `departure`.
    func send(_ message: Parcel.Message, from: Int, to: Int, at departure: Instant) {
        let copies = network.copies(from: from, to: to)
        guard copies > 0 else { return lost(message, from: from, to: to) }
        let process = receiver(to)
        let arrival = network.arrival(
            from: from, to: to, payloadBytes: message.payloadBytes, departure: departure)
        let copy = copies > 1 ? message.copied(pool: pool) : nil
        put(Parcel(message: message, arrival: arrival, process: process), from: from, to: to)
        guard let copy else { return }
        counts.doubledMessages += 1
        // A send comes twice at once: a copy that was appended long after the first was refused
        // would make a liar of the answer, which no retransmission does.
        let second =
            message.isProduce
            ? arrival : network.secondArrival(from: from, to: to, after: arrival)
        put(Parcel(message: copy, arrival: second, process: process), from: from, to: to)
    }

    private func put(_ parcel: Parcel, from: Int, to: Int) {
        network.put(parcel, from: from, to: to)
        queue.schedule(.arrival(from: Int16(from), to: Int16(to)), at: parcel.arrival)
    }

    /// The process that a message to the node is meant for; nil where none runs.
    private func receiver(_ node: Int) -> Int32? {
        if node < numbers.brokers {
            return processes[node].isUp ? processes[node].process : nil
        }
        return node == numbers.controller ? 0 : clients[node - numbers.brokers - 1].process
    }

    private func lost(_ message: Parcel.Message, from: Int, to: Int) {
        counts.lostMessages += 1
        let words = message.traceWords
        note(numbers.node(to), TraceWords(kind: 100 + words.kind, a: words.a, b: words.b)) {
            "lost from \(numbers.node(from)): \(message.traceText)"
        }
    }

    private func arrive(from: Int, to: Int) {
        guard let parcel = network.takeArrived(from: from, to: to, now: now) else { return }
        if network.isCut(from: from, to: to) {
            return lost(parcel.message, from: from, to: to)
        }
        switch parcel.message {
        case .toBroker(let message):
            let process = processes[to]
            guard process.isUp, parcel.process ?? process.process == process.process else {
                refused(parcel, from: from, to: process)
                return
            }
            deliver(.message(message), to: process)
        case .toController(let message):
            controllerInbox.append(message)
            proceedController()
        case .toClient(let message):
            let client = clients[to - numbers.brokers - 1]
            guard parcel.process == client.process else { return }
            client.inbox.append(message)
            proceed(client)
        }
    }

    /// Nobody listens any more: a client finds its connection refused. One that was connected has
    /// been told when the process ended.
    private func refused(_ parcel: Parcel, from: Int, to process: BrokerProcess) {
        lost(parcel.message, from: from, to: process.id.index)
        guard from > numbers.controller, parcel.process == nil else { return }
        send(
            .toClient(.disconnected(process.id, listener: 0)), from: process.id.index, to: from,
            at: now)
    }
}
