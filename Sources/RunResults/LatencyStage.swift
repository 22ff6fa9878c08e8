/// The stages of a record's way, in their order: each begins where the one before it ends.
package enum LatencyStage: String, CaseIterable, Sendable {
    case accumulate, queue, append, replicate, fetch, process

    /// One sentence.
    package var meaning: String {
        switch self {
        case .accumulate:
            "From the intended send time (at max, the actual one) until the request that brought "
                + "the record into the log left the producer."
        case .queue: "From there until the leader took the request up."
        case .append: "From there until the leader had appended."
        case .replicate: "From there until the high watermark had passed."
        case .fetch: "From there until the batch was at the consumer."
        case .process: "From there until the record was processed."
        }
    }
}
