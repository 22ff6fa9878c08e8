import Records

/// A send as the history knows it so far. Values that were read and never sent have one too.
struct LoggedSend {
    var value: HistoryValue
    /// False while the value was only read.
    var isInvoked = false
    var isCompleted = false
    /// `info` until it is completed.
    var outcome = SendCompletion.Outcome.info
    /// The partition's place in `HistoryLog.partitions`; −1 before the invoke.
    var partition: Int32 = -1
    /// The key's place in `HistoryLog.keys`; −1 for none.
    var key: Int32 = -1
    var producerEpoch: Int32?
    var keySequence: Int64 = -1
    var invokeTime = Instant(0)
    var completeTime = Instant(0)
    /// Where the acknowledgement says that it landed; −1 where none says so.
    var ackedOffset: Int64 = -1
    var producerID: Int64?
}

/// One record of one poll.
struct LoggedRead {
    var offset: Int64
    /// Its place in `HistoryLog.sends`.
    var send: Int32
    /// −1 where it is unknown.
    var leaderEpoch: Int32
}

/// A poll of one partition; its records are `reads` of the log.
struct LoggedPoll {
    var time: Instant
    var group: Int32
    /// The place in `HistoryLog.consumers`.
    var consumer: Int32
    var partition: Int32
    /// 0 where none was given.
    var generation: Int32
    /// Assignments that the consumer had seen.
    var assignments: Int32
    /// Rises when the partition is taken from the consumer.
    var stint: Int32
    var isSubscribed: Bool
    var reads: Range<Int>
}

/// A member of a group.
struct LoggedConsumer: Hashable {
    var group: Int32
    var name: String
}

/// A partition with its sends, in the order of their invokes.
struct LoggedPartition {
    var number: Int32
    var sends: [Int32] = []
}

/// Two small numbers as one key of a dictionary.
struct NumberPair: Hashable {
    var first: Int32
    var second: Int32

    init(_ first: Int32, _ second: Int32) {
        self.first = first
        self.second = second
    }
}
