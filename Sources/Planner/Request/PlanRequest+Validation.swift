extension PlanRequest {
    /// Refuses values that make no sense.
    ///
    /// - Throws: `PlanError.invalidValue` for the first value outside the range that its
    ///   property states.
    package func validate() throws(PlanError) {
        try Self.check(
            recordBytes, in: 1...(1 << 30), flag: "--record-size", unit: " B",
            expected: "1 B to 1 GiB")
        try Self.check(
            throughputBytesPerSecond, above: 0, atMost: 1e15, flag: "--throughput", unit: " B/s",
            expected: "a rate above 0 and at most 1 PB/s")
        try Self.check(
            survive, in: 0...100, flag: "--survive", expected: "0 to 100 failures")
        try Self.check(
            stayWritable, in: 0...100, flag: "--stay-writable", expected: "0 to 100 failures")
        try Self.check(groups, in: 0...10_000, flag: "--groups", expected: "0 to 10000 groups")
        try validateOptionalValues()
        try Self.checkShare(produceUtilisation, flag: "the produce utilisation")
        try Self.checkShare(consumeUtilisation, flag: "the consume utilisation")
    }

    private func validateOptionalValues() throws(PlanError) {
        if let topKeyShare { try Self.checkShare(topKeyShare, flag: "--top-key-share") }
        if let serviceTimeSeconds {
            try Self.check(
                serviceTimeSeconds, above: 0, atMost: 86_400, flag: "--service-time", unit: " s",
                expected: "a time above 0 and at most 1 day")
        }
        if let batchEverySeconds {
            try Self.check(
                batchEverySeconds, above: 0, atMost: Self.retentionSecondsMax,
                flag: "--batch-every", unit: " s",
                expected: "a time above 0 and at most 100 years")
        }
        if let retentionSeconds, !(0...Self.retentionSecondsMax).contains(retentionSeconds) {
            throw .invalidValue(
                flag: "--retention", value: "\(retentionSeconds) s",
                expected: "a time of 0 to 100 years")
        }
        if let currentPartitions {
            try Self.check(
                currentPartitions, in: 1...PlanLimits.partitionsPerCluster,
                flag: "--current-partitions", expected: "1 to 200000 partitions")
        }
        if let brokers {
            try Self.check(
                brokers, in: 1...100_000, flag: "--brokers", expected: "1 to 100000 brokers")
        }
        for (rate, flag) in [
            (perPartitionBytesPerSecond, "--per-partition-throughput"),
            (perConsumerBytesPerSecond, "--per-consumer-throughput"),
        ] {
            guard let rate else { continue }
            try Self.check(
                rate, above: 0, atMost: 1e15, flag: flag, unit: " B/s",
                expected: "a rate above 0 and at most 1 PB/s")
        }
    }

    private static let retentionSecondsMax = 100 * 365.25 * 86_400

    private static func checkShare(_ value: Double, flag: String) throws(PlanError) {
        try check(
            value, above: 0, atMost: 1, flag: flag, unit: "",
            expected: "a share above 0 and at most 1 (100 %)")
    }

    private static func check(
        _ value: Double, above low: Double, atMost high: Double, flag: String, unit: String,
        expected: String
    ) throws(PlanError) {
        // A NaN fails both comparisons and is refused.
        guard value > low, value <= high else {
            throw .invalidValue(flag: flag, value: "\(value)\(unit)", expected: expected)
        }
    }

    private static func check(
        _ value: Int, in range: ClosedRange<Int>, flag: String, unit: String = "",
        expected: String
    ) throws(PlanError) {
        guard range.contains(value) else {
            throw .invalidValue(flag: flag, value: "\(value)\(unit)", expected: expected)
        }
    }
}
