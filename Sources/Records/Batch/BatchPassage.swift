/// When one batch passed the stages of its way to the readers of its partition.
///
/// Instants of one clock, each at least as late as the one before it.
public struct BatchPassage: Hashable, Sendable {
    /// The offset of the batch's first record.
    public let baseOffset: Offset
    /// When its producer sent the request that brought it into the log.
    public let sentAt: Instant
    /// When the leader took that request up.
    public let arrivedAt: Instant
    /// When the leader's append was done, its sync included where one is asked for.
    public var writtenAt: Instant
    /// When the high watermark had passed it, so that consumers could see it.
    public var committedAt: Instant

    public init(baseOffset: Offset, sentAt: Instant, arrivedAt: Instant) {
        self.baseOffset = baseOffset
        self.sentAt = sentAt
        self.arrivedAt = arrivedAt
        writtenAt = .distantFuture
        committedAt = .distantFuture
    }
}
