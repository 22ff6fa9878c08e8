import Planner
import Testing

/// The plan of a request that can be met.
func plan(_ request: PlanRequest, profile: MeasuredProfile? = nil) throws -> Plan {
    guard case .plan(let plan) = try CapacityPlanner.plan(request, profile: profile) else {
        throw Unexpected(what: "a refusal")
    }
    return plan
}

/// The refusal of a request that cannot be met.
func refusal(_ request: PlanRequest, profile: MeasuredProfile? = nil) throws -> Refusal {
    guard case .impossible(let refusal) = try CapacityPlanner.plan(request, profile: profile)
    else { throw Unexpected(what: "a plan") }
    return refusal
}

struct Unexpected: Error {
    let what: String
}

/// 50 MB/s of 1000-byte records on partitions of 10 MB/s, read by one group of 20 MB/s each.
func statedRequest(_ change: (inout PlanRequest) -> Void = { _ in }) -> PlanRequest {
    var request = PlanRequest(throughput: .bytesPerSecond(50e6), recordBytes: 1000)
    request.perPartitionBytesPerSecond = 10e6
    request.perConsumerBytesPerSecond = 20e6
    change(&request)
    return request
}
