import Records

/// A history's events as far as they are known, checked against each other as they come.
///
/// About 100 bytes for each send and 20 for each record read. Adding an event takes expected
/// time in proportion to its records and partitions.
struct HistoryLog {
    static let countMax = Int(Int32.max)

    let settings: HistorySettings
    var totals = HistoryTotals()
    var sends: [LoggedSend] = []
    var reads: [LoggedRead] = []
    var polls: [LoggedPoll] = []
    var partitions: [LoggedPartition] = []
    var keys = Interner<String>()
    var groups = Interner<String>()
    var consumers = Interner<LoggedConsumer>()
    var faults = FaultLog()
    /// Keys of reads, by the read's place, that are not what was sent so far.
    var strayKeys: [Int: HistoryKey] = [:]
    private var sendNumbers: [HistoryValue: Int32] = [:]
    private var partitionNumbers = Interner<Int32>()
    /// For each key, the sequence of its last send; −1 before the first.
    private var lastKeySequences: [Int64] = []
    private var assignments = AssignmentLog()
    private var lastTime: Instant?

    init(settings: HistorySettings) { self.settings = settings }

    mutating func add(_ event: HistoryEvent) throws(HistoryError) {
        guard !totals.isTruncated else { throw .afterTruncation }
        if let lastTime, event.time < lastTime {
            throw .timeWentBack(event.time, previous: lastTime)
        }
        lastTime = event.time
        totals.events += 1
        switch event {
        case .invoke(let invocation): try add(invocation)
        case .complete(let completion): try add(completion)
        case .poll(let poll): try add(poll)
        case .assignment(let change): try add(change)
        case .fault(let mark):
            try faults.add(mark)
            totals.faults = faults.count
        case .truncated: totals.isTruncated = true
        }
    }

    private mutating func add(_ invocation: SendInvocation) throws(HistoryError) {
        let number = try send(of: invocation.value)
        guard !sends[Int(number)].isInvoked else { throw .repeatedInvoke(invocation.value) }
        var send = LoggedSend(value: invocation.value)
        if let key = invocation.key {
            send.key = self.key(key.name)
            send.keySequence = key.sequence
            let previous = lastKeySequences[Int(send.key)]
            guard key.sequence > previous else {
                throw .keySequenceNotRising(key, previous: previous)
            }
            lastKeySequences[Int(send.key)] = key.sequence
        }
        send.isInvoked = true
        send.partition = partition(invocation.partition)
        send.invokeTime = invocation.time
        send.producerID = invocation.producerID
        send.producerEpoch = invocation.producerEpoch
        sends[Int(number)] = send
        partitions[Int(send.partition)].sends.append(number)
        totals.sends += 1
        totals.info += 1
    }

    private mutating func add(_ completion: SendCompletion) throws(HistoryError) {
        let value = completion.value
        guard let number = sendNumbers[value], sends[Int(number)].isInvoked else {
            throw .completeWithoutInvoke(value)
        }
        guard !sends[Int(number)].isCompleted else { throw .repeatedComplete(value) }
        switch completion.outcome {
        case .ok:
            if completion.offset == nil && settings.acks != .none {
                throw .missingOffset(value, settings.acks)
            }
            totals.ok += 1
            totals.info -= 1
        case .fail:
            if let code = completion.errorCode, Self.uncertainErrors.contains(code) {
                throw .uncertainFailure(value, errorCode: code)
            }
            totals.fail += 1
            totals.info -= 1
        case .info: break
        }
        if let offset = completion.offset {
            guard completion.outcome == .ok else {
                throw .offsetOfUnacknowledged(value, offset, completion.outcome)
            }
            sends[Int(number)].ackedOffset = offset.rawValue
        }
        sends[Int(number)].isCompleted = true
        sends[Int(number)].outcome = completion.outcome
        sends[Int(number)].completeTime = completion.time
    }

    /// Kafka's REQUEST_TIMED_OUT, NETWORK_EXCEPTION and NOT_ENOUGH_REPLICAS_AFTER_APPEND.
    private static let uncertainErrors: [Int32] = [7, 13, 20]

    private mutating func add(_ poll: PollResult) throws(HistoryError) {
        let isSubscribed = (poll.mode ?? settings.consumerMode) == .subscribe
        guard !isSubscribed || poll.generation != nil else {
            throw .missingGeneration(consumer: poll.consumer)
        }
        let group = groups.intern(poll.group)
        let consumer = consumers.intern(LoggedConsumer(group: group, name: poll.consumer))
        let partition = partition(poll.partition)
        let (assignments, stint) = assignments.poll(partition, by: consumer)
        let first = reads.count
        for record in poll.records { try add(record) }
        polls.append(
            LoggedPoll(
                time: poll.time, group: group, consumer: consumer, partition: partition,
                generation: poll.generation ?? 0, assignments: assignments, stint: stint,
                isSubscribed: isSubscribed, reads: first..<reads.count))
        totals.polls += 1
        totals.recordsRead = reads.count
        totals.groups = groups.count
    }

    private mutating func add(_ record: PolledRecord) throws(HistoryError) {
        guard reads.count < Self.countMax else { throw .tooLong }
        let number = try send(of: record.value)
        if let key = record.key, !isKey(key, of: sends[Int(number)]) {
            strayKeys[reads.count] = key
        }
        reads.append(
            LoggedRead(
                offset: record.offset.rawValue, send: number,
                leaderEpoch: record.leaderEpoch?.rawValue ?? -1))
    }

    private mutating func add(_ change: AssignmentChange) throws(HistoryError) {
        let group = groups.intern(change.group)
        let consumer = consumers.intern(LoggedConsumer(group: group, name: change.consumer))
        let numbers = change.partitions.map { partition($0) }
        let sorted = numbers.sorted()
        for (a, b) in zip(sorted, sorted.dropFirst()) where a == b {
            throw .repeatedPartition(PartitionIndex(rawValue: partitions[Int(a)].number))
        }
        assignments.assign(numbers, to: consumer)
        totals.groups = groups.count
    }

    /// Whether the send has this key and sequence.
    func isKey(_ key: HistoryKey, of send: LoggedSend) -> Bool {
        send.key >= 0 && keys[send.key] == key.name && send.keySequence == key.sequence
    }

    private mutating func send(of value: HistoryValue) throws(HistoryError) -> Int32 {
        if let number = sendNumbers[value] { return number }
        guard sends.count < Self.countMax else { throw .tooLong }
        let number = Int32(sends.count)
        sendNumbers[value] = number
        sends.append(LoggedSend(value: value))
        return number
    }

    private mutating func key(_ name: String) -> Int32 {
        let number = keys.intern(name)
        while lastKeySequences.count <= Int(number) { lastKeySequences.append(-1) }
        return number
    }

    private mutating func partition(_ index: PartitionIndex) -> Int32 {
        let number = partitionNumbers.intern(index.rawValue)
        if partitions.count <= Int(number) {
            partitions.append(LoggedPartition(number: index.rawValue))
            totals.partitions = partitions.count
        }
        return number
    }
}
