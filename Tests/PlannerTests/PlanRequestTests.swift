import Planner
import Testing

/// Absurd inputs are refused whatever way they came, with the flag's name.
@Suite struct PlanRequestTests {
    @Test(arguments: AbsurdRequest.all)
    func absurdValueIsRefusedByFlag(_ absurd: AbsurdRequest) {
        var request = statedRequest()
        absurd.change(&request)
        let error = #expect(throws: PlanError.self) {
            try CapacityPlanner.plan(request, profile: nil)
        }
        guard case .invalidValue(absurd.flag, _, _) = error else {
            Issue.record("\(absurd.flag) was not refused but \(String(describing: error))")
            return
        }
    }

    @Test func refusalIsOneLineWithTheValueAndTheRange() {
        var request = PlanRequest(throughput: .bytesPerSecond(50e6), recordBytes: 1000)
        request.survive = -1
        let error = #expect(throws: PlanError.self) { try request.validate() }
        #expect(error?.description == "--survive is -1; expected 0 to 100 failures")
    }

    @Test func nothingStatedAndNothingMeasuredIsRefused() {
        let request = PlanRequest(throughput: .bytesPerSecond(50e6), recordBytes: 1000)
        #expect(throws: PlanError.noPartitionRate) {
            try CapacityPlanner.plan(request, profile: nil)
        }
    }

    @Test func groupsWithoutAnyConsumerRateAreRefused() {
        var request = PlanRequest(throughput: .bytesPerSecond(50e6), recordBytes: 1000)
        request.perPartitionBytesPerSecond = 10e6
        let error = #expect(throws: PlanError.self) {
            try CapacityPlanner.plan(request, profile: nil)
        }
        #expect(
            error?.description
                == "there are no results to read a consumer's rate from; expected such a row, "
                + "--per-consumer-throughput, --service-time or --groups 0")
    }

    @Test func noGroupNeedsNoConsumerRate() throws {
        var request = PlanRequest(throughput: .bytesPerSecond(50e6), recordBytes: 1000)
        request.perPartitionBytesPerSecond = 10e6
        request.groups = 0
        let plan = try plan(request)
        #expect(plan.consumersPerGroup == 0)
        // 50 / (0.8 · 10) = 6.25, rounded up to 8.
        #expect(plan.partitionsMin == 7)
        #expect(plan.partitions == 8)
    }
}

/// A request that is sound but for one value.
struct AbsurdRequest: Sendable, CustomTestStringConvertible {
    let flag: String
    let change: @Sendable (inout PlanRequest) -> Void

    init(_ flag: String, _ change: @escaping @Sendable (inout PlanRequest) -> Void) {
        self.flag = flag
        self.change = change
    }

    var testDescription: String { flag }

    static let all: [AbsurdRequest] = [
        AbsurdRequest("--throughput") { $0.throughputBytesPerSecond = 0 },
        AbsurdRequest("--throughput") { $0.throughputBytesPerSecond = -1 },
        AbsurdRequest("--throughput") { $0.throughputBytesPerSecond = .nan },
        AbsurdRequest("--throughput") { $0.throughputBytesPerSecond = .infinity },
        AbsurdRequest("--record-size") { $0.recordBytes = 0 },
        AbsurdRequest("--record-size") { $0.recordBytes = -1 },
        AbsurdRequest("--record-size") { $0.recordBytes = (1 << 30) + 1 },
        AbsurdRequest("--survive") { $0.survive = -1 },
        AbsurdRequest("--survive") { $0.survive = .max },
        AbsurdRequest("--stay-writable") { $0.stayWritable = -1 },
        AbsurdRequest("--top-key-share") { $0.topKeyShare = 0 },
        AbsurdRequest("--top-key-share") { $0.topKeyShare = 1.01 },
        AbsurdRequest("--top-key-share") { $0.topKeyShare = .nan },
        AbsurdRequest("--groups") { $0.groups = -1 },
        AbsurdRequest("--service-time") { $0.serviceTimeSeconds = 0 },
        AbsurdRequest("--service-time") { $0.serviceTimeSeconds = -1 },
        AbsurdRequest("--batch-every") { $0.batchEverySeconds = 0 },
        AbsurdRequest("--batch-every") { $0.batchEverySeconds = .nan },
        AbsurdRequest("--retention") { $0.retentionSeconds = -1 },
        AbsurdRequest("--retention") { $0.retentionSeconds = .infinity },
        AbsurdRequest("--current-partitions") { $0.currentPartitions = 0 },
        AbsurdRequest("--brokers") { $0.brokers = 0 },
        AbsurdRequest("--per-partition-throughput") { $0.perPartitionBytesPerSecond = 0 },
        AbsurdRequest("--per-consumer-throughput") { $0.perConsumerBytesPerSecond = -1 },
        AbsurdRequest("the produce utilisation") { $0.produceUtilisation = 0 },
        AbsurdRequest("the consume utilisation") { $0.consumeUtilisation = 1.1 },
    ]
}
