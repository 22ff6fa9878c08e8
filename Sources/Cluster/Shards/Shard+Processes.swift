import Brokers
import Client
import HeapModule
import Messages
import Platform
import Records
import Storage

/// Processes of brokers and clients that end and start again.
extension Shard {
    // MARK: Brokers

    /// Ends a broker's process at once: what was sent to it is lost. What it had sent itself
    /// arrives, as its system sees to, unless that ends with it.
    func kill(_ seat: BrokerSeat, _ fault: PlannedFault, withSystem: Bool, now: Instant) {
        seat.end()
        seat.down = (fault.number, now)
        _ = takeMail(to: seat.id)
        if withSystem {
            var random = fault.random
            breakOff(seat.id, &random)
        }
        disconnectClients(of: seat, now: now)
        if let end = fault.end { scheduleStart(seat, fault, at: end, now: now) }
    }

    /// Asks a broker to shut down; it goes when the controller has let it go.
    func shutDown(_ seat: BrokerSeat, _ fault: PlannedFault, now: Instant) {
        guard let broker = seat.broker, seat.leaving == nil else { return }
        seat.leaving = fault
        broker.beginShutdown(now: now, effects: &brokerEffects)
        settle(seat, broker, now: now)
    }

    /// Closes a broker's logs and ends its process, if it is ready for that.
    func leaveIfReady(_ seat: BrokerSeat) {
        guard let fault = seat.leaving, let broker = seat.broker, broker.isReadyToClose,
            seat.completions.isEmpty
        else { return }
        do throws(StorageError) { try broker.close() } catch {
            if !seat.isInjected(error) { gauges.report(error) }
        }
        let now = Instant(MonotonicClock.now)
        seat.end()
        seat.down = (fault.number, now)
        _ = takeMail(to: seat.id)
        disconnectClients(of: seat, now: now)
        scheduleStart(seat, fault, at: fault.end ?? now, now: now)
    }

    /// A start comes when all that was sent to the process before has come to nothing.
    private func scheduleStart(
        _ seat: BrokerSeat, _ fault: PlannedFault, at time: Instant, now: Instant
    ) {
        let settings = configuration.network
        let earliest = now + settings.roundTripTime + settings.jitter
        delay(Envelope(payload: .fault(.heal(fault)), arrival: max(time, earliest)))
    }

    /// Starts a broker's next process over what its disk has.
    func start(_ seat: BrokerSeat, _ fault: PlannedFault, now: Instant) {
        guard seat.broker == nil, seat.down?.fault == fault.number else { return }
        do throws(StorageError) { try seat.settlePowerLoss() } catch {
            return gauges.report(error)
        }
        // What came for the process before is answered as long as nobody is there.
        for message in takeMail(to: seat.id) { refuse(message, seat, now: now) }
        seat.down = nil
        seat.advanceIncarnation()
        seat.broker = makeBroker(seat, now: now)
    }

    /// Answers for a broker that is down, as its machine does: nobody listens there.
    func refuse(_ message: BrokerMessage, _ seat: BrokerSeat, now: Instant) {
        let client: ClientID
        switch message {
        case .produce(let request): client = request.client
        case .fetch(let request):
            guard case .consumer(let reader) = request.reader else { return }
            client = reader
        case .listOffset(let request): client = request.client
        default:
            guard let refusal = message.groupRefusal(.notCoordinator) else { return }
            client = refusal.client
        }
        disconnect(client, of: seat, now: now)
    }

    private func disconnectClients(of seat: BrokerSeat, now: Instant) {
        for number in directory.shardOfClient.indices {
            disconnect(ClientID(number), of: seat, now: now)
        }
    }

    private func disconnect(_ client: ClientID, of seat: BrokerSeat, now: Instant) {
        send(
            .toClient(client, .disconnected(seat.id, listener: index)), from: .broker(seat.id),
            to: .client(client), payloadBytes: 0,
            shard: directory.shardOfClient[client.index], now: now)
    }

    /// Takes away what is on its way to a broker: its connections are broken.
    private func takeMail(to id: BrokerID) -> [BrokerMessage] {
        var taken: [BrokerMessage] = []
        func isForIt(_ envelope: Envelope) -> Bool {
            guard case .toBroker(id, let message) = envelope.payload else { return false }
            taken.append(message)
            return true
        }
        local.removeAll(where: isForIt)
        delayed = Heap(delayed.unordered.filter { !isForIt($0.envelope) })
        return taken
    }

    /// Loses, on each link from a broker whose machine went down, what it sent last: how much is
    /// left to chance.
    private func breakOff(_ id: BrokerID, _ random: inout RandomSource) {
        var kept: [DelayedEnvelope] = []
        var sent: [(receiver: Endpoint, parcels: [DelayedEnvelope])] = []
        for parcel in delayed.unordered {
            guard parcel.envelope.sender == id, let receiver = parcel.envelope.payload.receiver,
                !parcel.envelope.payload.isDisconnection
            else {
                kept.append(parcel)
                continue
            }
            if let place = sent.firstIndex(where: { $0.receiver == receiver }) {
                sent[place].parcels.append(parcel)
            } else {
                sent.append((receiver, [parcel]))
            }
        }
        for link in sent {
            let arriving = Int(random.next(below: UInt64(link.parcels.count + 1)))
            kept.append(contentsOf: link.parcels.sorted().prefix(arriving))
        }
        delayed = Heap(kept)
    }

    // MARK: Clients

    /// Ends a client's process.
    func crash(_ id: ClientID, now: Instant) {
        guard directory.shardOfClient[id.index] == index, let client = clients[id.index],
            let restart = restarts[id.index]
        else { return }
        clients[id.index] = nil
        stepTimes[id.index] = .distantFuture
        successors[id.index] = restart.end(client, now)
    }

    /// Lets a consumer close as it should: it takes its time over it.
    func closeConsumer(_ id: ClientID, now: Instant) {
        heldJoins.removeAll { $0 == id }
        guard directory.shardOfClient[id.index] == index,
            case .consumer(let consumer) = clients[id.index]
        else { return }
        consumer.close(now: now, effects: &clientEffects)
        route(from: id, now: now)
    }

    /// Lets a consumer come in, if need be once consumers are started.
    func join(_ id: ClientID, now: Instant) {
        if areConsumersHeld { heldJoins.append(id) } else { restart(id, now: now) }
    }

    /// Lets this shard's members of a group go on elsewhere.
    func resetOffsets(of group: Int, to place: OffsetReset, now: Instant) {
        let policy = ResetPolicy(place, wallTime: now + configuration.wallClockOffset)
        for (number, client) in clients.enumerated() {
            guard case .consumer(let consumer) = client, consumer.group == GroupID(group) else {
                continue
            }
            consumer.resetOffsets(to: policy, now: now, effects: &clientEffects)
            route(from: ClientID(number), now: now)
        }
    }

    /// Starts another process in the place of a consumer that was closed.
    func reopenConsumer(_ id: ClientID, now: Instant) {
        if clients.indices.contains(id.index), clients[id.index] != nil { crash(id, now: now) }
        restart(id, now: now)
    }

    /// Starts the process that stands in for a client that crashed.
    func restart(_ id: ClientID, now: Instant) {
        guard directory.shardOfClient[id.index] == index,
            let start = successors.removeValue(forKey: id.index)
        else { return }
        clients[id.index] = start(now, &clientEffects)
        assignShare(id.index, now: now)
        route(from: id, now: now)
    }
}
