import Messages
import Records

/// A batch that was taken from the accumulator and has no outcome.
struct PendingBatch {
    let partition: Int
    var buffer: BatchBuffer
    let times: SendTimes
    let valueBytes: Int
    let chargedBytes: Int
    let firstSequence: UInt64
    let recordCount: Int
    let openedAt: Instant
    /// How many batches of its partition were taken before it.
    let order: Int
    /// How often it was sent.
    var attempts = 0
    /// The number of the request that carries it; 0 while none does.
    var request: UInt64 = 0
    /// The leader epoch to which it was sent last.
    var leaderEpoch = LeaderEpoch.initial
    /// When it was sent last.
    var sentAt = Instant(Int64.min)
    /// Before this it is not sent again.
    var retryAt = Instant(Int64.min)
    /// How its last attempt ended.
    var lastError = ErrorCode.none
    /// How the last attempt ended after which it may be in the log; nil where there was none.
    var openError: ErrorCode?
    /// Whether a request that did not come back holds the buffer.
    var isShared = false
    /// Whether the application was told, as at acks=0 when the batch is sent.
    var isReported = false

    /// How the batch is told to have ended when nobody waits for it any longer.
    ///
    /// - Parameter underWay: what is said while a request carries it.
    func givenUp(underWay error: ErrorCode) -> ErrorCode {
        request != 0 ? error : openError ?? lastError
    }
}
