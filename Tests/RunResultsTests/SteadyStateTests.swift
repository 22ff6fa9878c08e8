import RunResults
import Testing

@Suite struct SteadyStateTests {
    private func state(_ windows: [Int]) throws -> SteadyState {
        try #require(SteadyState(windows: windows))
    }

    @Test func `a level throughput is steady`() throws {
        let state = try state([10_000, 10_100, 9_900, 10_050, 9_950, 10_000])
        #expect(state.isSteady)
        #expect(abs(state.driftPercent) < 1)
        #expect(state.unsteadyWindows == [])
    }

    @Test(arguments: [1, -1])
    func `a drift beyond 10 % is not, up or down`(sign: Int) throws {
        let within = try state((0..<10).map { 100_000 + sign * $0 * 1_000 })
        #expect(abs(abs(within.driftPercent) - 9 / 1.045) < 1)
        #expect(within.isSteady)
        let beyond = try state((0..<10).map { 100_000 + sign * $0 * 1_500 })
        #expect(!beyond.isSteady)
        // The line goes through all of them.
        #expect(beyond.unsteadyWindows == [])
        #expect(beyond.driftErrorPercent < 1e-6)
    }

    @Test func `a drift that chance explains is none`() throws {
        let state = try state([
            100_000, 140_000, 90_000, 130_000, 95_000, 150_000, 125_000, 100_000,
        ])
        #expect(state.driftPercent > 3)
        #expect(state.driftPercent < 3 * state.driftErrorPercent)
    }

    @Test func `windows that leave the line are named, and too many are not steady`() throws {
        var windows = [Int](repeating: 100_000, count: 20)
        windows[7] = 40_000
        let one = try state(windows)
        #expect(one.unsteadyWindows == [7])
        #expect(one.isSteady)
        for window in stride(from: 0, to: 20, by: 3) { windows[window] = 40_000 }
        #expect(!(try state(windows)).isSteady)
    }

    @Test func `few records vary by chance`() throws {
        #expect(try state([9, 16, 12, 10, 7, 14, 11, 13]).unsteadyWindows == [])
    }

    @Test func `slices belong to windows`() throws {
        var windows = [Int](repeating: 100_000, count: 12)
        windows[5] = 20_000
        let state = try #require(SteadyState(windows: windows, slicesPerWindow: 3))
        #expect((0..<36).filter(state.isUnsteady) == [15, 16, 17])
        #expect(!state.isUnsteady(slice: -1))
    }

    @Test func `two windows make no line`() {
        #expect(SteadyState(windows: [5, 5]) == nil)
        #expect(SteadyState(windows: [0, 0, 0]) == nil)
    }
}
