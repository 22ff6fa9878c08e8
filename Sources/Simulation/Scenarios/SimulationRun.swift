import Brokers
import Client
import Faults
import Messages
import Records

/// Runs a scenario: a safety phase in which everything may fail, then a liveness phase in which a
/// core is healed and has to converge.
package final class SimulationRun {
    package let scenario: SimulationScenario
    package let cluster: VirtualCluster
    let load: any SimulationLoad
    private var producers: [ClientID] = []
    var consumers: [ClientID] = []
    /// Brokers that stay dead in the liveness phase.
    var dead: [BrokerID] = []

    /// - Parameter trace: takes the history line by line; nil keeps only its digest.
    package init(
        _ scenario: SimulationScenario, load: any SimulationLoad, trace: ((String) -> Void)? = nil
    ) {
        self.scenario = scenario
        self.load = load
        cluster = VirtualCluster(model: scenario.model)
        cluster.trace.sink = trace
    }

    /// Runs to the end, and no further than some invariant allows.
    package func run() -> SimulationOutcome {
        for (number, configuration) in scenario.producers.enumerated() {
            producers.append(
                cluster.addProducer(configuration, application: load.producer(number)))
        }
        for number in 0..<scenario.consumers { consumers.append(addConsumer(number)) }
        let occurrences = scenario.faults.flatMap { $0.occurrences(within: scenario.safetyTime) }
        cluster.schedule(occurrences, from: Instant(0))
        cluster.run(until: Instant(0) + scenario.safetyTime)
        let failures = heal()
        return SimulationOutcome(
            scenario: scenario, counts: cluster.counts,
            acknowledgedRecords: load.acknowledgedRecords,
            permittedLosses: cluster.watch?.permittedLosses ?? 0,
            violations: cluster.watch?.violations ?? [],
            violationCount: cluster.watch?.violationCount ?? 0, livenessFailures: failures,
            deadBrokers: dead, end: cluster.now, traceHash: cluster.trace.hash)
    }

    private func addConsumer(_ number: Int) -> ClientID {
        guard let shared = scenario.group else {
            return cluster.addConsumer(
                scenario.consumer, partitions: scenario.partitions(ofConsumer: number),
                application: load.consumer(number))
        }
        var group = shared
        if scenario.hasStaticMembers { group.instance = GroupInstanceID(number) }
        return cluster.addSubscriber(
            scenario.consumer, group: group.group, application: load.consumer(number),
            joinsLater: scenario.faults.letJoinLater(consumer: number)
        ) { group }
    }

    var areProducersIdle: Bool {
        load.isSent && producers.allSatisfy { cluster.producer($0)?.isIdle == true }
    }
}
