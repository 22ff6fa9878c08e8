/// Whose numbers a plan used. Every rendering names it first.
package struct PlanSource: Hashable, Sendable, Codable {
    package var partition: CapacityRate
    /// Nil when no group reads the topic, or when only the handler's service time is known.
    package var consumer: CapacityRate?
    /// The results folder, when rates were read from it.
    package var results: String?

    package init(partition: CapacityRate, consumer: CapacityRate?, results: String?) {
        self.partition = partition
        self.consumer = consumer
        self.results = results
    }

    /// One line: the profile, the stated rates, or which rate is which.
    package var sentence: String {
        guard let consumer, consumer.origin != partition.origin else {
            return "Numbers used: \(name(partition.origin, [partition, consumer]))."
        }
        return "Numbers used: per partition \(name(partition.origin, [partition])); "
            + "per consumer \(name(consumer.origin, [consumer]))."
    }

    /// Whether some rate is that of an in-memory engine rather than of a real cluster.
    package var usesEmbeddedRates: Bool {
        partition.origin == .embedded || consumer?.origin == .embedded
    }

    private func name(_ origin: RateOrigin, _ rates: [CapacityRate?]) -> String {
        let folder = "(results \(results ?? "unnamed"))"
        switch origin {
        case .stated:
            let stated = rates.compactMap { $0?.basis }.joined(separator: ", ")
            return "stated rates (\(stated))"
        case .kafka: return "profile measured on a Kafka cluster \(folder)"
        case .simulated: return "simulated engine \(folder)"
        case .embedded:
            return "embedded profile of a box \(folder); an embedded partition carries far more "
                + "than a real cluster's, so trust the shape before the size"
        }
    }
}
