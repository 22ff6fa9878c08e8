extension ResultColumn {
    /// How records spread over partitions; `n/a` in results that were written before.
    static let partitionShares: [ResultColumn] = [
        measure(
            "partition_skew",
            "Records acknowledged in the hottest partition over the mean of all, in the whole run."
        ) { $0.partitions?.realised.skew },
        measure(
            "partition_skew_predicted",
            "The same as the keys let expect through the hash; `n/a` without keys."
        ) { $0.partitions?.predicted?.skew },
        measure(
            "effective_partitions",
            "1 / Σ share²: as many evenly loaded partitions would be as uneven."
        ) { $0.partitions?.realised.effectivePartitions },
        measure("effective_partitions_predicted", "The same of the predicted shares.") {
            $0.partitions?.predicted?.effectivePartitions
        },
        measure("hottest_partition_percent", "The hottest partition's share of the records.") {
            $0.partitions.map { 100 * $0.realised.hottestShare }
        },
    ]
}
