import ConsumerGroups
import Messages
import Records
import Testing

/// Clients that join, sync, commit, fall silent and leave at random, drawn from a seed.
struct GroupWalk {
    let bench = CoordinatorBench()
    private var random: SeededRandom
    private var clients: [Client] = []
    private var lastInstance = 0

    private struct Client {
        var member: MemberID
        let instance: Int?
        var generation = GroupGeneration.none
        var owned: [TopicPartition] = []
        var joining: Int64?
        var syncing: Int64?
        var isSilent = false
    }

    init(seed: Int) { random = SeededRandom(seed) }

    mutating func step() throws {
        switch random.below(10) {
        case 0 where clients.count < 5: try begin()
        case 1: bench.pass(.seconds(Double(random.below(15))))
        case 2: bench.failOver()
        case 3 where !clients.isEmpty:
            let index = random.below(clients.count)
            clients[index].isSilent.toggle()
        case 4 where !clients.isEmpty && random.oneIn(3):
            let client = clients.remove(at: random.below(clients.count))
            _ = try bench.leave(client.member, instance: client.instance)
        default: bench.pass(.milliseconds(500))
        }
        for index in clients.indices where !clients[index].isSilent { try act(index) }
        clients.removeAll { $0.member == .none && $0.joining == nil }
    }

    private mutating func begin() throws {
        if random.oneIn(2) {
            // Sometimes one that was there before, which restarts.
            if random.oneIn(2) { lastInstance += 1 }
            clients.removeAll { $0.instance == lastInstance }
            var client = Client(member: .none, instance: lastInstance)
            client.joining = bench.joinRequest(.none, instance: lastInstance)
            clients.append(client)
        } else {
            clients.append(Client(member: try bench.newMember(), instance: nil))
            join(clients.count - 1)
        }
    }

    private mutating func join(_ index: Int) {
        clients[index].joining = bench.joinRequest(
            clients[index].member, instance: clients[index].instance,
            owned: clients[index].owned)
    }

    private mutating func act(_ index: Int) throws {
        if let number = clients[index].joining {
            guard let answer = bench.answer(number) else { return }
            clients[index].joining = nil
            guard case .joinedGroup(let response) = answer else { return }
            if response.error == .none { return sync(index, response) }
            return startAgain(index)
        }
        if let number = clients[index].syncing {
            guard let answer = bench.answer(number) else { return }
            clients[index].syncing = nil
            guard case .syncedGroup(let response) = answer else { return }
            if response.error == .none {
                clients[index].owned = response.partitions
            } else {
                response.error == .rebalanceInProgress ? join(index) : startAgain(index)
            }
            return
        }
        let (member, generation) = (clients[index].member, clients[index].generation)
        if random.oneIn(2) {
            _ = bench.commitRequest(
                member, generation, Int64(random.below(1_000)), partition: random.below(4),
                instance: clients[index].instance)
        }
        switch try bench.heartbeat(member, generation, instance: clients[index].instance) {
        case .none: break
        case .rebalanceInProgress: join(index)
        default: startAgain(index)
        }
    }

    private mutating func sync(_ index: Int, _ response: JoinGroupResponse) {
        clients[index].member = response.member
        clients[index].generation = response.generation
        let shares = GroupAssignor.assign(
            response.assignor ?? .range, topics: topics(4), members: response.members)
        clients[index].syncing = bench.syncRequest(
            response.member, response.generation, instance: clients[index].instance,
            shares: shares.map { ($0.member, $0.partitions) })
    }

    private mutating func startAgain(_ index: Int) {
        clients[index].owned = []
        if let instance = clients[index].instance {
            clients[index].joining = bench.joinRequest(.none, instance: instance)
        } else {
            clients[index].member = .none
        }
    }
}
