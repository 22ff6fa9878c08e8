import Planner
import Testing

@Suite struct PlanUnitsTests {
    @Test func throughputIsBytesOrRecordsPerSecond() throws {
        #expect(try PlanUnits.throughput("50MB/s") == .bytesPerSecond(50e6))
        #expect(try PlanUnits.throughput("1.5 MiB/s") == .bytesPerSecond(1_572_864))
        #expect(try PlanUnits.throughput("50000/s") == .recordsPerSecond(50_000))
        #expect(try PlanUnits.throughput("50k/s") == .recordsPerSecond(50_000))
    }

    @Test func recordsPerSecondBecomeBytesByTheRecordSize() {
        let request = PlanRequest(throughput: .recordsPerSecond(50_000), recordBytes: 200)
        #expect(request.throughputBytesPerSecond == 10e6)
        #expect(request.recordsPerSecond == 50_000)
    }

    @Test(arguments: [("1KB", 1000), ("1KiB", 1024), ("512", 512), ("1.5KB", 1500), ("7 B", 7)])
    func byteCountsTakeBothKindsOfUnits(_ text: String, _ bytes: Int) throws {
        #expect(try PlanUnits.byteCount(text) == bytes)
    }

    @Test(arguments: [
        ("200us", 200e-6), ("200µs", 200e-6), ("5ms", 5e-3), ("10min", 600), ("7d", 604_800),
        ("0", 0), ("1w", 604_800),
    ])
    func timesAreSeconds(_ text: String, _ seconds: Double) throws {
        let read = try PlanUnits.seconds(text, flag: "--retention")
        #expect(abs(read - seconds) <= seconds * 1e-12)
    }

    @Test func sharesArePercentagesOrFractions() throws {
        #expect(try PlanUnits.share("5%") == 0.05)
        #expect(try PlanUnits.share("0.05") == 0.05)
        #expect(try PlanUnits.share("100 %") == 1)
    }

    @Test(arguments: [
        "", "fast", "50MB", "-50MB/s", "0/s", "50mb/s", "50 MB /s", "1e6/s", ".5/s", "5./s",
        "1.2.3/s", "nan/s", "/s",
    ])
    func throughputOfAnotherFormIsRefused(_ text: String) {
        let error = PlanError.invalidValue(
            flag: "--throughput", value: text,
            expected: "a rate above 0 such as 50MB/s or 50000/s")
        #expect(throws: error) { try PlanUnits.throughput(text) }
    }

    @Test(arguments: ["0", "1.5", "-1KB", "1KB/s", "KB", "1e400"])
    func recordSizesOfAnotherFormAreRefused(_ text: String) {
        #expect(throws: PlanError.self) { try PlanUnits.byteCount(text) }
    }

    @Test(arguments: ["0%", "101%", "1.5", "-5%", "5‰", "half"])
    func sharesOutsideZeroToOneAreRefused(_ text: String) {
        #expect(throws: PlanError.self) { try PlanUnits.share(text) }
    }

    @Test(arguments: ["7", "-7d", "7 days", "5m"])
    func timesOfAnotherFormAreRefused(_ text: String) {
        #expect(throws: PlanError.self) { try PlanUnits.seconds(text, flag: "--retention") }
    }

    @Test func refusalNamesTheFlagTheValueAndTheForm() {
        let error = #expect(throws: PlanError.self) {
            try PlanUnits.byteRate("10", flag: "--per-partition-throughput")
        }
        #expect(
            error?.description
                == "--per-partition-throughput is 10; expected a rate above 0 such as 10MB/s")
    }

    @Test(arguments: [
        (0, "0"), (0.0123, "0.0123"), (0.5, "0.5"), (1, "1"), (1.234, "1.23"), (9.996, "10"),
        (12.34, "12.3"), (99.96, "100"), (123.4, "123"), (999.6, "1,000"), (50_000, "50,000"),
        (1_234_567, "1,234,567"), (-2.5, "-2.5"), (0.000_2, "0.0002"),
    ])
    func numbersShowThreeSignificantDigits(_ value: Double, _ text: String) {
        #expect(Figure.number(value) == text)
    }

    @Test func figuresUseTheLargestFittingUnit() {
        #expect(Figure.bytesPerSecond(50e6) == "50 MB/s")
        #expect(Figure.bytes(999.9e6) == "1 GB")
        #expect(Figure.bytes(12) == "12 B")
        #expect(Figure.seconds(200e-6) == "200 µs")
        #expect(Figure.seconds(604_800) == "7 d")
        #expect(Figure.seconds(90) == "1.5 min")
        #expect(Figure.percent(1.0 / 12) == "8.33 %")
        #expect(Figure.count(1, "partition") == "1 partition")
        #expect(Figure.count(1200, "partition") == "1,200 partitions")
    }
}
