import MicroBenchmarks
import Testing

@Suite struct MicroRunnerTests {
    /// Counts what is asked of it.
    private final class CountingWork: MicroWork {
        private(set) var effects = 0
        private(set) var calls = 0

        func run(_ count: Int) -> Int {
            effects += count
            calls += 1
            return count
        }
    }

    @Test func takesAsManySamplesAsAsked() throws {
        let benchmark = MicroBenchmark("test/count", per: "step") { CountingWork() }
        var runner = MicroRunner()
        runner.sampleNanoseconds = 1_000
        runner.samples = 5
        let result = try runner.measure(benchmark)
        #expect(result.name == "test/count")
        #expect(result.nanoseconds.count == 5)
        #expect(result.nanoseconds.allSatisfy { $0 >= 0 })
        #expect(result.minimum <= result.median)
    }

    @Test func sortsItsSamples() {
        let result = MicroResult(
            name: "a/b", operation: "step", nanoseconds: [3, 1, 2], allocations: nil)
        #expect(result.minimum == 1)
        #expect(result.median == 2)
    }

    @Test func alignsTheTable() {
        let names = ["a/short", "b/rather-longer"]
        let result = MicroResult(
            name: names[0], operation: "step", nanoseconds: [1.25, 1_234.6, 2], allocations: 0)
        let head = MicroTable.head(names: names)
        let row = MicroTable.row(result, names: names)
        #expect(head.count == row.count)
        let cells = row.split(separator: " ").map(String.init)
        #expect(cells == ["a/short", "step", "1.3", "2.0", "0.000"])
    }

    @Test func saysWhereAllocationsAreUnknown() {
        let result = MicroResult(
            name: "a/b", operation: "step", nanoseconds: [12_345.6], allocations: nil)
        let row = MicroTable.row(result, names: ["a/b"])
        let cells = row.split(separator: " ").map(String.init)
        #expect(cells == ["a/b", "step", "12346", "12346", "n/a"])
    }
}
