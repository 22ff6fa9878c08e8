import Messages
import Records

/// The links between all nodes.
struct VirtualNetwork {
    /// What the links do; changed when a run goes over to healing.
    var model: NetworkModel
    private let numbers: NodeNumbers
    private let random: RandomSource
    private var nodes: Int
    /// By sender and receiver: `from * nodes + to`.
    private var links: [Link] = []
    /// Faults in force, oldest first.
    private var troubles: [ActiveTrouble] = []

    /// What a fault does to the links that it concerns.
    struct ActiveTrouble {
        let fault: Int
        let concerns: [(from: Int, to: Int)]
        let trouble: LinkTrouble
    }

    init(model: NetworkModel, numbers: NodeNumbers, random: RandomSource) {
        self.model = model
        self.numbers = numbers
        self.random = random
        nodes = 0
        resize(to: numbers.brokers + 1)
    }

    /// Makes room for so many nodes. The links that exist are as they were.
    mutating func resize(to count: Int) {
        var larger: [Link] = []
        larger.reserveCapacity(count * count)
        for from in 0..<count {
            for to in 0..<count {
                if from < nodes, to < nodes {
                    larger.append(links[from * nodes + to])
                } else {
                    let stream = UInt64(from) << 32 | UInt64(to)
                    larger.append(Link(random: random.fork(stream: stream)))
                }
            }
        }
        links = larger
        nodes = count
    }

    var nodeCount: Int { nodes }

    func isCut(from: Int, to: Int) -> Bool { links[from * nodes + to].trouble.isCut }

    /// How often a message that leaves now is to be put on the link, 0...2.
    mutating func copies(from: Int, to: Int) -> Int { links[from * nodes + to].copies(model) }

    mutating func arrival(
        from: Int, to: Int, payloadBytes: Int, departure: Instant
    ) -> Instant {
        links[from * nodes + to].arrival(
            payloadBytes: payloadBytes, departure: departure, model)
    }

    mutating func secondArrival(from: Int, to: Int, after first: Instant) -> Instant {
        links[from * nodes + to].secondArrival(after: first, model)
    }

    mutating func put(_ parcel: Parcel, from: Int, to: Int) {
        links[from * nodes + to].put(parcel)
    }

    mutating func takeArrived(from: Int, to: Int, now: Instant) -> Parcel? {
        links[from * nodes + to].takeArrived(now: now)
    }

    /// A node has died: what it sent last may be lost on the way.
    mutating func breakOff(from node: Int) {
        for to in 0..<nodes where to != node { links[node * nodes + to].breakOff() }
    }

    // MARK: Faults

    mutating func begin(_ trouble: ActiveTrouble) {
        troubles.append(trouble)
        apply()
    }

    mutating func end(fault: Int) {
        troubles.removeAll { $0.fault == fault }
        apply()
    }

    mutating func endAll() {
        troubles.removeAll()
        apply()
    }

    private mutating func apply() {
        for index in links.indices { links[index].trouble = LinkTrouble() }
        for active in troubles {
            for (from, to) in active.concerns where from < nodes && to < nodes {
                let index = from * nodes + to
                links[index].trouble.isCut = links[index].trouble.isCut || active.trouble.isCut
                links[index].trouble.delay += active.trouble.delay
                links[index].trouble.loseShare = max(
                    links[index].trouble.loseShare, active.trouble.loseShare)
                links[index].trouble.duplicateShare = max(
                    links[index].trouble.duplicateShare, active.trouble.duplicateShare)
            }
        }
    }
}
