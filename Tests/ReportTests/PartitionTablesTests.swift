import Report
import RunResults
import Testing

@Suite struct PartitionTablesTests {
    private func page(
        _ keys: String, shares: [Double], predicted: [Double]?, topics: Int? = nil
    ) throws -> String {
        var run = try SampleBench.run(SampleBench.dimensions())
        run.dimensions.keyDistribution = keys
        run.dimensions.partitions = shares.count / (topics ?? 1)
        run.dimensions.topics = topics
        run.partitions = PartitionSpread(weights: shares).map {
            PartitionShares(
                realised: $0, predicted: predicted.flatMap { PartitionSpread(weights: $0) })
        }
        return MarkdownSummary(SampleBench.bench([run])).text.replacing(/[ ]+/, with: " ")
    }

    @Test func aHotPartitionIsShownWithWhatWasPredicted() throws {
        let page = try page("zipfian 0.99", shares: [1, 6, 1, 2], predicted: [1, 5, 2, 2])
        #expect(page.contains("## Hot partitions"))
        #expect(page.contains("| 4 | 2.40× | 2.00× | 2.38 | 2.94 | 1 | 60.0 % | 50.0 % |"))
    }

    @Test func evenKeysThatSpreadEvenlyAreNotWorthATable() throws {
        #expect(
            try !page("uniform", shares: [10, 11, 10, 9], predicted: nil).contains("Hot partitions")
        )
        #expect(
            try page("uniform", shares: [10, 15, 10, 5], predicted: nil).contains("Hot partitions"))
        #expect(try page("sequential", shares: [1, 1], predicted: nil).contains("| 1.00× | n/a |"))
    }

    @Test func aHotTopicOfOnePartitionEachIsShown() throws {
        let page = try page("zipfian 0.99", shares: [6, 2, 1, 1], predicted: nil, topics: 4)
        #expect(page.contains("| 4 | 2.40× | n/a |"))
    }

    @Test func onePartitionIsNeverHot() throws {
        #expect(try !page("zipfian 0.99", shares: [1], predicted: [1]).contains("Hot partitions"))
    }
}
