package import Brokers
package import Client
import Messages
package import Records

extension VirtualCluster {
    /// The producer of a client; nil for a consumer, and while it is down.
    package func producer(_ client: ClientID) -> Producer? {
        guard case .producer(let producer) = clients[client.index].role else { return nil }
        return producer
    }

    /// The consumer of a client; nil for a producer, and while it is down.
    package func consumer(_ client: ClientID) -> Consumer? {
        guard case .consumer(let consumer) = clients[client.index].role else { return nil }
        return consumer
    }

    /// A broker as it runs; nil while it is down.
    package func broker(_ broker: BrokerID) -> Broker? { processes[broker.index].broker }

    /// The brokers' disks, in order.
    package var disks: [VirtualDisk] { processes.map(\.disk) }

    /// A replica as its broker has it; nil where the broker is down or has none.
    func sight(_ broker: BrokerID, _ partition: TopicPartition) -> ReplicaSight? {
        processes[broker.index].broker.flatMap { ReplicaSight($0, partition) }
    }

    /// Ends all faults and lets the links be calm. Who is down stays down.
    func beginHealing() {
        endFaults()
        network.model = network.model.calm
        for client in clients { comeBack(client) }
        note(nil, TraceWords(kind: 13)) { "healing begins" }
    }

    /// Whether the others have everything without the broker, and are there or can be started.
    func canSpare(_ broker: BrokerID) -> Bool {
        let unsound = unsoundBrokers.map { BrokerID($0) }
        return watch?.hasOtherGoodCopies(than: unsound + [broker]) ?? false
    }

    /// Ends a broker's process, or keeps it from starting again.
    func killForGood(_ broker: BrokerID) {
        let process = processes[broker.index]
        if process.isUp { kill(process, losesPower: false) } else { process.end() }
    }

    /// Brokers that run with a log that failed, or over a rotten disk.
    var unsoundBrokers: [Int] {
        processes.indices.filter {
            processes[$0].isUp && (processes[$0].hasFailedLogs || processes[$0].hasRot)
        }
    }

    /// Starts every broker that is down and not to stay so.
    func startAll(but dead: [BrokerID]) {
        for process in processes where !process.isUp && !dead.contains(process.id) {
            start(process)
        }
    }

    /// Ends a broker's process and starts another, as an operator would to mend its logs.
    func startAgain(_ broker: Int) {
        let process = processes[broker]
        if process.isUp { kill(process, losesPower: false) }
        start(process)
    }
}
