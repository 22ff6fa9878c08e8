import MicroBenchmarks
import Testing

@Suite struct MicroBenchmarkTests {
    @Test(arguments: MicroBenchmark.all.map(\.name))
    func doesWhatItIsTimedFor(name: String) throws {
        let benchmark = try #require(MicroBenchmark.all.first { $0.name == name })
        let work = try benchmark.prepare()
        #expect(work.effects == 0)
        let first = work.run(3)
        #expect(first >= 3)
        #expect(work.effects == first)
        let second = work.run(700)
        #expect(second >= 700)
        #expect(work.effects == first + second)
    }

    @Test func namesAreUnique() {
        let names = MicroBenchmark.all.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.contains("/") })
    }
}
