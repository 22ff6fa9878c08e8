import Checker
import LoadGenerator
import Records
import RunResults

extension RunAssembly {
    /// How records spread over partitions; nil where none was acknowledged.
    var partitionShares: PartitionShares? {
        let generators = evidence.generators
        let partitions = evidence.plan.configuration.finalPartitions
        let counts = (0..<partitions).map { partition in
            generators.reduce(0) {
                $0 + $1.recorder.table[PartitionIndex(partition)].acknowledged.count
            }
        }
        guard let realised = PartitionSpread(weights: counts.map(Double.init)) else { return nil }
        let predicted = PredictedShares(
            evidence.plan.configuration, records: generators.map { $0.generator.madeRecords })
        return PartitionShares(
            realised: realised,
            predicted: predicted.flatMap { PartitionSpread(weights: $0.weights) })
    }
}
