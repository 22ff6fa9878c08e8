package import Faults
package import Records

extension EmbeddedCluster {
    /// Schedules every occurrence of the configuration's faults.
    ///
    /// - Parameters:
    ///   - start: from where the faults' times count.
    ///   - duration: no fault begins after so long.
    package func scheduleFaults(from start: Instant, within duration: Nanoseconds) {
        let occurrences = configuration.faults.flatMap { $0.occurrences(within: duration) }
        // By time, so that strikes are numbered in their order.
        for occurrence in occurrences.sorted(by: { $0.begin < $1.begin }) {
            schedule(
                occurrence.action, at: start + occurrence.begin,
                until: occurrence.end.map { start + $0 })
        }
    }

    /// Lets a fault strike. May be called while the cluster runs, by one thread.
    ///
    /// Whom it strikes is found out when it does, by the controllers; `gauges.strikes` tells.
    /// - Precondition: the configuration's faults hold one of its kind, if it concerns what disks
    ///   remember or refuse; added partitions are no more than there.
    /// - Parameters:
    ///   - begin: at once where that has passed.
    ///   - end: when it heals; nil is never.
    package func schedule(_ action: FaultAction, at begin: Instant, until end: Instant?) {
        let number = scheduledFaults
        scheduledFaults += 1
        let random = RandomSource(seed: configuration.seed).fork(
            stream: UInt64(1 << 32 + number))
        let fault = PlannedFault(
            number: number, action: action, partition: nil, end: end, random: random)
        post([.fault(.find(fault))], to: 0, arrival: begin)
    }

    /// The broker handles nothing between two instants; what comes for it waits. May be called
    /// while the cluster runs, by one thread.
    package func pause(_ broker: BrokerID, from begin: Instant, until end: Instant) {
        schedule(.pause(.broker(broker)), at: begin, until: end)
    }
}
