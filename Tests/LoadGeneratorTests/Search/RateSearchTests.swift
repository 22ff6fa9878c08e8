import LoadGenerator
import Records
import Testing

@Suite struct RateSearchTests {
    /// Lets a search look for `capacity`; a trial near it comes out by chance, within `noise`.
    private func search(
        capacity: Double, saturation: Double, precision: Double = 0.04, noise: Double = 0,
        seed: UInt64 = 1
    ) -> (step: RateSearch.Step, trials: Int) {
        var random = RandomSource(seed: seed)
        var search = RateSearch(saturation: saturation, precision: precision)
        while true {
            guard case .attempt(let rate) = search.next else { return (search.next, search.trials) }
            let here = capacity * (1 + noise * (2 * random.nextUnit() - 1))
            search.ended(hasPassed: rate <= here)
        }
    }

    @Test(arguments: [0.01, 0.2, 0.79, 0.8, 0.95, 1, 1.6, 4])
    func `the interval holds the capacity, wherever the search began`(share: Double) throws {
        let capacity = 1e6 * share
        let (step, trials) = search(capacity: capacity, saturation: 1e6)
        guard case .found(let passed, let failed) = step else {
            Issue.record("\(step)")
            return
        }
        let bound = try #require(failed)
        #expect(passed <= capacity && capacity < bound)
        #expect(bound <= passed * 1.04)
        #expect(trials <= 40)
    }

    @Test(arguments: 0..<UInt64(50))
    func `noise moves the result by no more than itself`(seed: UInt64) throws {
        let (step, _) = search(
            capacity: 3e5, saturation: 4e5, noise: 0.03, seed: seed)
        guard case .found(let passed, _) = step else {
            Issue.record("\(step), seed \(seed)")
            return
        }
        #expect(abs(passed / 3e5 - 1) < 0.08, "seed \(seed)")
    }

    @Test func `a rate fails only when it fails twice`() {
        var search = RateSearch(saturation: 1_000, precision: 0.04)
        #expect(search.next == .attempt(800))
        search.ended(hasPassed: false)
        #expect(search.next == .attempt(800))
        search.ended(hasPassed: true)
        #expect(search.next == .attempt(1_040))
    }

    /// Some trials in a row run while somebody else uses half of the machine.
    @Test(arguments: 1...14, 1...6)
    func `a disturbance that ends does not lower the result`(first: Int, count: Int) {
        var search = RateSearch(saturation: 1e6, precision: 0.04)
        while case .attempt(let rate) = search.next {
            let isDisturbed = (first..<first + count).contains(search.trials + 1)
            search.ended(hasPassed: rate <= (isDisturbed ? 4e5 : 8.3e5))
        }
        guard case .found(let passed, let failed?) = search.next else {
            Issue.record("\(search.next)")
            return
        }
        // The last trials alone decide, whether they are disturbed or not.
        let isOver = first + count <= search.trials
        #expect(!isOver || (passed <= 8.3e5 && passed >= 8.3e5 / 1.04), "\(passed)")
        #expect(failed <= passed * 1.04)
    }

    @Test func `where nothing passes it says so`() {
        let (step, trials) = search(capacity: 0, saturation: 1e5)
        #expect(step == .nothingPassed(lowest: 1))
        #expect(trials <= 80)
    }

    @Test func `where everything passes it ends all the same`() {
        let (step, trials) = search(capacity: .infinity, saturation: 10)
        guard case .found(let passed, nil) = step else {
            Issue.record("\(step)")
            return
        }
        #expect(passed > 1_000)
        #expect(trials == 40)
    }
}
