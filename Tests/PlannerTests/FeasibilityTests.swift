import Planner
import Testing

/// Plans held against the constraints as they are defined, over many seeded requests.
@Suite struct FeasibilityTests {
    /// A linear congruential generator (Knuth's MMIX constants).
    private struct Random {
        var state: UInt64

        mutating func between(_ low: Double, _ high: Double) -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return low + (high - low) * Double(state >> 11) / Double(1 << 53)
        }
    }

    private func request(seed: UInt64) -> PlanRequest {
        var random = Random(state: seed)
        var request = PlanRequest(
            throughput: .bytesPerSecond(random.between(1e6, 300e6)), recordBytes: 1000)
        request.perPartitionBytesPerSecond = random.between(5e6, 50e6)
        request.perConsumerBytesPerSecond = random.between(5e6, 50e6)
        if seed % 2 == 0 { request.topKeyShare = random.between(0.001, 0.1) }
        if seed % 3 == 0 { request.serviceTimeSeconds = random.between(1e-6, 200e-6) }
        return request
    }

    /// Whether `partitions` with a consumer each meet every limit, from the definitions.
    private func suffices(_ partitions: Int, _ request: PlanRequest) -> Bool {
        let top = request.topKeyShare ?? 0
        let even = (1 - top) / Double(partitions)
        let load = request.throughputBytesPerSecond
        let partition = request.perPartitionBytesPerSecond ?? 0
        let handler = request.serviceTimeSeconds.map { 1000 / $0 } ?? .infinity
        let consumer = min(request.perConsumerBytesPerSecond ?? 0, handler)
        let hottest = load * (top + even)
        guard hottest <= 0.8 * partition, hottest <= 0.7 * consumer else { return false }
        if partitions <= 2 { return load <= (partitions == 1 ? 0.7 : 1) * consumer }
        return load * (top + 2 * even) <= consumer || load <= 0.7 * consumer
    }

    @Test(arguments: UInt64(1)...300) func partitionsMinIsTheFewestThatSuffice(
        _ seed: UInt64
    ) throws {
        let request = request(seed: seed)
        guard case .plan(let plan) = try CapacityPlanner.plan(request, profile: nil) else {
            #expect(!suffices(200_000, request), "seed \(seed): refused, yet feasible")
            return
        }
        let least = plan.partitionsMin
        #expect(suffices(least, request), "seed \(seed): \(least) partitions do not suffice")
        if least > 1 {
            #expect(!suffices(least - 1, request), "seed \(seed): \(least - 1) would do")
        }
        #expect(plan.partitions % plan.consumersPerGroup == 0, "seed \(seed)")
        for constraint in plan.constraints {
            let isMet = constraint.demand <= constraint.limit * (1 + 1e-6)
            #expect(isMet, "seed \(seed): \(constraint)")
        }
    }
}
