package import Records

/// What a fault does, and to whom.
package enum FaultAction: Hashable, Sendable, Codable {
    /// The process ends at once: mailbox, memory and unsubmitted operations are gone, written
    /// bytes stay, and no log is closed. Its connections break.
    case kill(BrokerTarget)
    /// A controlled shutdown: leadership moves first and the logs are closed cleanly. The fault's
    /// duration is how long the broker stays away.
    case restart(BrokerTarget)
    /// As `kill`, and what was not synced may be lost, page by page.
    case powerLoss(BrokerTarget)
    /// It handles nothing, keeps its connections, and goes on later: a zombie.
    case pause(BrokerTarget)
    /// Each of its steps takes so many times as long; above 1.
    case slow(BrokerTarget, factor: Double)
    /// Writes are refused for want of room (ENOSPC).
    case diskFull(BrokerTarget)
    /// Reads, writes and syncs are refused (EIO).
    case diskError(BrokerTarget)
    /// Each operation of its disk takes so much longer.
    case slowDisk(BrokerTarget, delay: Nanoseconds)
    /// One bit of a written page flips, in the log of the target's partition; where the broker is
    /// named by its number, in one of its logs.
    case bitRot(BrokerTarget)
    /// Nothing passes from one to the other, and nothing back unless it is one-way.
    case cut(LinkTarget)
    /// Everything takes so much longer on the way.
    case delay(LinkTarget, by: Nanoseconds)
    /// This share of the messages is lost: above 0, at most 1.
    case lose(LinkTarget, share: Double)
    /// This share of the messages comes twice: above 0, at most 1.
    case duplicate(LinkTarget, share: Double)
    /// A consumer's process ends; it starts again at its last position, or at what it had
    /// committed. Consumers are counted from 0, group by group.
    case crashConsumer(Int)
    /// A consumer of a subscribed group is not there before it first joins so; it leaves again
    /// after the fault's duration.
    case joinConsumer(Int)
    /// A consumer of a subscribed group closes as it should, and leaves its group unless it is a
    /// static member. It joins again after the fault's duration.
    case leaveConsumer(Int)
    /// All members of a subscribed group go on elsewhere in what they own, as an administrator's
    /// reset makes them: to replay it, or to leave it out. Groups are counted from 0.
    case resetOffsets(group: Int, to: OffsetReset)
    /// A producer's process ends: what it had not got acknowledged is of unknown fate. It starts
    /// again with an empty buffer. Producers are counted from 0.
    case crashProducer(Int)
    /// The topic gets more partitions, this many in all.
    case addPartitions(Int)
}
