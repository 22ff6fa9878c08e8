import DequeModule
public import Records

/// Collects records into one open batch per partition and queues full batches for sending.
///
/// `append` is the producer's hot path: no allocation, no lock, no class property. Batches come
/// from the pool; the batches that wait or are in flight never exceed `buffer.memory`.
public struct RecordAccumulator: ~Copyable {
    public let slots: UnsafeMutablePointer<PartitionSlot>
    public let partitions: Int
    public let batchBytes: Int
    public let pool: BufferPool
    /// The headers that every record has, as a record holds them; empty for none.
    public let headers: UnsafeRawBufferPointer
    let bufferMemoryBytes: Int
    /// Bytes of batches that are open, ready or in flight; at most `buffer.memory`, but for one
    /// batch that is larger and alone.
    public private(set) var usedBytes = 0
    /// Bytes of full batches that wait to be sent.
    private var readyBytes = 0
    /// Bytes of batches that were taken to be sent and have not come to their end.
    private var sentBytes = 0
    /// Whether an append was refused for want of memory since the last release.
    public private(set) var isExhausted = false
    private var spareTimes: [SendTimes] = []
    /// Batches opened since `takeOpened`, in order.
    private var opened: [OpenedBatch] = []

    public init(
        partitions: Int, batchBytes: Int, bufferMemoryBytes: Int, pool: BufferPool,
        headers: [UInt8] = []
    ) {
        self.partitions = partitions
        self.batchBytes = batchBytes
        self.bufferMemoryBytes = bufferMemoryBytes
        self.pool = pool
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: headers.count, alignment: 1)
        copy.copyBytes(from: headers)
        self.headers = UnsafeRawBufferPointer(copy)
        slots = .allocate(capacity: partitions)
        for index in 0..<partitions { (slots + index).initialize(to: PartitionSlot()) }
    }

    deinit {
        slots.deinitialize(count: partitions)
        slots.deallocate()
        headers.deallocate()
    }

    /// Where a record's value is to be written, and the record's number among those that this
    /// producer has sent to the partition, from 0.
    public struct Slot {
        public let value: UnsafeMutableRawPointer
        public let sequence: UInt64

        @inlinable init(value: UnsafeMutableRawPointer, sequence: UInt64) {
            self.value = value
            self.sequence = sequence
        }
    }

    /// Whether full batches of as many bytes wait as are under way: what comes back leaves room
    /// for no more. A few batches may always wait.
    public var hasAmple: Bool { readyBytes >= max(sentBytes, 4 * batchBytes) }

    /// Appends a record, its value to be written by the caller at the answer at once.
    ///
    /// - Parameters:
    ///   - timestamp: milliseconds since 1970.
    ///   - sendTime: when the record was meant to be sent.
    ///   - now: the present instant, from which the batch lingers.
    /// - Returns: nil where `buffer.memory` is used up: nothing was appended, and the same record
    ///   is to be offered again later.
    @inlinable @inline(__always)
    public mutating func append(
        partition: PartitionIndex, timestamp: Int64, key: UnsafeRawBufferPointer?,
        valueBytes: Int, sendTime: Instant, now: Instant
    ) -> Slot? {
        let slot = slots + partition.index
        // What a record has beside its value.
        let keyBytes = (key?.count ?? 0) &+ headers.count
        let hasRoom = slot.pointee.builder?.hasRoom(
            keyBytes: keyBytes, valueBytes: valueBytes, limit: batchBytes)
        if hasRoom != true {
            let bytes =
                BatchLayout.records + BatchBuilder.recordOverheadBytesMax + keyBytes + valueBytes
            guard openBatch(partition, atLeast: bytes, now: now) else { return nil }
        }
        let room =
            headers.isEmpty
            ? slot.pointee.builder?.append(
                timestamp: timestamp, key: key, valueBytes: valueBytes)
            : slot.pointee.builder?.append(
                timestamp: timestamp, key: key, valueBytes: valueBytes, headers: headers)
        guard let value = room else { return nil }
        slot.pointee.openTimes?.pointee.append(sendTime)
        let sequence = slot.pointee.nextSequence
        slot.pointee.nextSequence = sequence &+ 1
        return Slot(value: value, sequence: sequence)
    }

    /// Notes how large the value is for which `append` has made room in a partition.
    @inlinable @inline(__always)
    public mutating func note(valueBytes: Int, partition: PartitionIndex) {
        let slot = slots + partition.index
        slot.pointee.valueBytes = slot.pointee.valueBytes &+ valueBytes
    }

    /// Queues the partition's open batch and opens another, where memory allows.
    public mutating func openBatch(
        _ partition: PartitionIndex, atLeast bytes: Int, now: Instant
    ) -> Bool {
        let capacity = max(batchBytes, bytes)
        guard usedBytes + capacity <= bufferMemoryBytes || usedBytes == 0 else {
            isExhausted = true
            return false
        }
        let slot = slots + partition.index
        closeBatch(slot)
        usedBytes += capacity
        slot.pointee.builder = BatchBuilder(buffer: pool.take(atLeast: capacity))
        slot.pointee.chargedBytes = capacity
        let times = spareTimes.popLast() ?? SendTimes()
        slot.pointee.times = times
        slot.pointee.openTimes = times.list
        slot.pointee.valueBytes = 0
        slot.pointee.openedAt = now
        slot.pointee.firstSequence = slot.pointee.nextSequence
        opened.append(OpenedBatch(partition: partition.index, openedAt: now))
        return true
    }

    private mutating func closeBatch(_ slot: UnsafeMutablePointer<PartitionSlot>) {
        guard let builder = slot.pointee.builder, let times = slot.pointee.times else { return }
        readyBytes += slot.pointee.chargedBytes
        slot.pointee.builder = nil
        slot.pointee.times = nil
        slot.pointee.isDue = false
        slot.pointee.openTimes = nil
        slot.pointee.ready.append(
            ReadyBatch(
                builder: builder, times: times, valueBytes: slot.pointee.valueBytes,
                chargedBytes: slot.pointee.chargedBytes,
                firstSequence: slot.pointee.firstSequence, openedAt: slot.pointee.openedAt))
    }

    /// Hands out the batches opened since the last call, and whether the partition has become one
    /// that has something to send, by the batch that was full before.
    mutating func takeOpened(_ body: (_ batch: OpenedBatch, _ isNewlyQueued: Bool) -> Void) {
        for batch in opened {
            let slot = slots + batch.partition
            let isNewlyQueued = !slot.pointee.ready.isEmpty && !slot.pointee.isQueued
            if isNewlyQueued { slot.pointee.isQueued = true }
            body(batch, isNewlyQueued)
        }
        opened.removeAll(keepingCapacity: true)
    }

    /// Whether the batch still takes records.
    func isOpen(_ batch: OpenedBatch) -> Bool {
        let slot = slots + batch.partition
        return slot.pointee.builder != nil && slot.pointee.openedAt == batch.openedAt
    }

    /// Lets the partition's open batch be sent as it is. Answers whether the partition has become
    /// one that has something to send.
    package func endLinger(partition: Int) -> Bool {
        let slot = slots + partition
        slot.pointee.isDue = true
        defer { slot.pointee.isQueued = true }
        return !slot.pointee.isQueued
    }

    /// Takes the partition's oldest batch that may be sent, and answers whether there are more.
    package mutating func takeBatch(partition: Int) -> (batch: ReadyBatch?, hasMore: Bool) {
        let slot = slots + partition
        if slot.pointee.ready.isEmpty, slot.pointee.isDue { closeBatch(slot) }
        let batch = slot.pointee.ready.popFirst()
        slot.pointee.isQueued = !slot.pointee.ready.isEmpty || slot.pointee.isDue
        if let batch {
            readyBytes -= batch.chargedBytes
            sentBytes += batch.chargedBytes
        }
        return (batch, slot.pointee.isQueued)
    }

    /// Takes the partition's oldest batch, sendable or not, in order to give it up. Whether the
    /// partition counts among those with something to send stays as it is.
    mutating func takeOldest(partition: Int) -> ReadyBatch? {
        let slot = slots + partition
        if slot.pointee.ready.isEmpty { closeBatch(slot) }
        guard let batch = slot.pointee.ready.popFirst() else { return nil }
        readyBytes -= batch.chargedBytes
        sentBytes += batch.chargedBytes
        return batch
    }

    /// When the partition's oldest batch was opened; nil where it has none.
    func oldestOpening(partition: Int) -> Instant? {
        let slot = slots + partition
        if let first = slot.pointee.ready.first { return first.openedAt }
        return slot.pointee.builder == nil ? nil : slot.pointee.openedAt
    }

    /// Notes that the partition has something to send that does not lie here. Answers whether it
    /// has become one of those by that.
    func queue(partition: Int) -> Bool {
        let slot = slots + partition
        defer { slot.pointee.isQueued = true }
        return !slot.pointee.isQueued
    }

    /// Looks whether the partition still has something to send, here or elsewhere.
    func requeue(partition: Int, hasOther: Bool) -> Bool {
        let slot = slots + partition
        slot.pointee.isQueued = hasOther || !slot.pointee.ready.isEmpty || slot.pointee.isDue
        return slot.pointee.isQueued
    }

    /// Lets the records of each partition be numbered from there on.
    ///
    /// - Precondition: nothing was appended.
    func resume(sequences: [UInt64]) {
        for (index, sequence) in zip(0..<partitions, sequences) {
            slots[index].nextSequence = sequence
        }
    }

    /// Gives back the memory and the times of a batch that came to its end.
    package mutating func release(chargedBytes: Int, times: SendTimes) {
        usedBytes -= chargedBytes
        sentBytes -= chargedBytes
        isExhausted = false
        times.reset()
        spareTimes.append(times)
    }

    /// Records appended for a partition since the beginning.
    func recordCount(of partition: PartitionIndex) -> UInt64 {
        slots[partition.index].nextSequence
    }

    /// Bytes that wait for each partition, for the sticky partitioner.
    public func queuedBytes(partition: Int) -> Int {
        let slot = slots + partition
        return slot.pointee.ready.count * batchBytes
            + (slot.pointee.builder?.byteCount ?? 0)
    }
}
