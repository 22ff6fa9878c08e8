import DequeModule
package import Messages
package import Records

/// A consumer with assigned partitions: a step function over fetched batches and time.
///
/// It keeps one fetch under way for each partition that has nothing buffered, verifies every
/// batch's checksum, and hands the records to its application in order. Owned by one thread at a
/// time.
package final class Consumer {
    package let id: ClientID
    private let configuration: ConsumerConfiguration
    private let pool: BufferPool
    private let application: any ConsumerApplication
    private var assignments: [Assignment]
    /// Index into `assignments` by partition number; −1 where not assigned.
    private let indexOfPartition: [Int]
    /// Assigned partitions with fetched batches, oldest first.
    private var buffered: Deque<Int> = []
    /// From when the application can go on.
    private var resumeAt = Instant(Int64.min)

    private struct Assignment {
        let partition: TopicPartition
        let metadata: PartitionMetadata
        /// The next offset to process.
        var position = Offset.zero
        var fetched: Fetched?
        /// When to fetch again after an error.
        var retryAt = Instant.distantFuture
    }

    /// Batches that are being processed.
    private struct Fetched {
        let buffer: BatchBuffer
        /// The next batch's place in the buffer.
        var next: Int
        /// The decompressed batch under the cursor; nil where the cursor walks `buffer` itself.
        var plain: BatchBuffer?
        var cursor: RecordCursor?
        /// The offset after the batch under the cursor.
        var batchEnd: Offset
    }

    /// - Parameter partitions: the assignment, all of one topic, with where each is.
    package init(
        id: ClientID, partitions: [(TopicPartition, PartitionMetadata)],
        configuration: ConsumerConfiguration, pool: BufferPool,
        application: any ConsumerApplication
    ) {
        self.id = id
        self.configuration = configuration
        self.pool = pool
        self.application = application
        assignments = partitions.map { Assignment(partition: $0.0, metadata: $0.1) }
        let highest = partitions.map { $0.0.partition.index }.max() ?? -1
        var indices = Array(repeating: -1, count: highest + 1)
        for (index, assignment) in partitions.enumerated() {
            indices[assignment.0.partition.index] = index
        }
        indexOfPartition = indices
    }

    /// Sends the first fetches.
    package func start(effects: inout ClientEffects) {
        for index in assignments.indices { fetch(index, effects: &effects) }
    }

    /// When `step` wants to be called next, if nothing else happens before.
    package var nextStep: Instant {
        var next = buffered.isEmpty ? Instant.distantFuture : resumeAt
        for assignment in assignments where assignment.retryAt < next {
            next = assignment.retryAt
        }
        return next
    }

    /// Takes a broker's answer to a fetch and processes what can be processed now.
    package func handle(
        _ response: FetchResponse, now: Instant, effects: inout ClientEffects
    ) {
        let partition = response.partition.partition.index
        guard partition < indexOfPartition.count, indexOfPartition[partition] >= 0 else { return }
        let index = indexOfPartition[partition]
        switch response.error {
        case .none:
            if let buffer = response.batches {
                assignments[index].fetched = Fetched(
                    buffer: buffer, next: buffer.start, plain: nil, cursor: nil,
                    batchEnd: response.offset)
                buffered.append(index)
                step(now: now, effects: &effects)
            } else {
                fetch(index, effects: &effects)
            }
        case .offsetOutOfRange where assignments[index].position < response.logStart:
            application.skipped(
                partition: response.partition.partition, from: assignments[index].position,
                to: response.logStart)
            assignments[index].position = response.logStart
            fetch(index, effects: &effects)
        default:
            assignments[index].retryAt = now + configuration.retryBackoff
        }
    }

    /// Processes buffered records as far as the application can take them now.
    package func step(now: Instant, effects: inout ClientEffects) {
        for index in assignments.indices where assignments[index].retryAt <= now {
            assignments[index].retryAt = .distantFuture
            fetch(index, effects: &effects)
        }
        while resumeAt <= now, let index = buffered.first {
            guard process(index, now: now) else { return }
            buffered.removeFirst()
            fetch(index, effects: &effects)
        }
    }

    private func fetch(_ index: Int, effects: inout ClientEffects) {
        let assignment = assignments[index]
        let request = FetchRequest(
            partition: assignment.partition, reader: .consumer(id), offset: assignment.position,
            leaderEpoch: assignment.metadata.leaderEpoch, bytesMax: configuration.fetchBytesMax,
            waitMax: configuration.fetchWaitMax)
        effects.toBrokers.append(
            (assignment.metadata.leader, assignment.metadata.listener, .fetch(request)))
    }

    /// Works through a partition's buffered batches. Answers false where the application has to
    /// pause.
    private func process(_ index: Int, now: Instant) -> Bool {
        guard var fetched = assignments[index].fetched else { return true }
        assignments[index].fetched = nil
        let partition = assignments[index].partition.partition
        while true {
            if var cursor = fetched.cursor {
                let resume = application.process(
                    &cursor, partition: partition, position: assignments[index].position, now: now)
                if let resume {
                    fetched.cursor = cursor
                    assignments[index].fetched = fetched
                    resumeAt = resume
                    return false
                }
                fetched.cursor = nil
                assignments[index].position = fetched.batchEnd
                if let plain = fetched.plain { pool.give(plain) }
                fetched.plain = nil
            }
            guard nextBatch(&fetched, partition: partition) else { break }
        }
        pool.give(fetched.buffer)
        return true
    }

    /// Puts the cursor on the next batch. Answers false after the last.
    private func nextBatch(_ fetched: inout Fetched, partition: PartitionIndex) -> Bool {
        let buffer = fetched.buffer
        guard fetched.next < buffer.end else { return false }
        do throws(RecordError) {
            let rest = UnsafeRawBufferPointer(
                start: buffer.base + fetched.next, count: buffer.end - fetched.next)
            let header = try BatchHeader.validated(rest)
            fetched.next += header.byteCount
            fetched.batchEnd = header.nextOffset
            if header.codec == Codec.none {
                fetched.cursor = RecordCursor(validated: header)
            } else {
                let plain = try Compression.decompress(header, pool: pool)
                fetched.plain = plain
                fetched.cursor = RecordCursor(validated: BatchHeader(at: plain.base))
            }
            return true
        } catch {
            application.corrupt(partition: partition, error: error)
            return false
        }
    }
}
