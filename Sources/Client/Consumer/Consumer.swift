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
    /// Assigned partitions that are to be fetched again after an error, in the order of time.
    private var retries: Deque<Retry> = []
    /// From when the application can go on.
    private var resumeAt = Instant(Int64.min)

    private struct Assignment {
        let partition: TopicPartition
        let metadata: PartitionMetadata
        /// The next offset to process.
        var position = Offset.zero
        var fetched: Fetched?
        /// The last answer's buffer, which goes back to its broker with the next fetch.
        var spent: BatchBuffer?
        /// Where a harmed batch was told of last.
        var harmedAt: Offset?
    }

    private struct Retry {
        let time: Instant
        /// Index into `assignments`.
        let index: Int
    }

    /// How the work on a partition's buffered batches ended.
    private enum Progress {
        case finished
        /// The application has to pause.
        case paused
        /// A batch is harmed; what follows it was dropped.
        case harmed
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

    /// When `step` wants to be called next, if nothing else happens before. O(1).
    package var nextStep: Instant {
        min(
            buffered.isEmpty ? Instant.distantFuture : resumeAt,
            retries.first?.time ?? .distantFuture)
    }

    /// Takes whatever comes for this client; what is not for a consumer is ignored.
    package func handle(
        _ message: ClientMessage, now: Instant, effects: inout ClientEffects
    ) {
        if case .fetched(let response) = message {
            handle(response, now: now, effects: &effects)
        }
    }

    /// Takes a broker's answer to a fetch and processes what can be processed now.
    package func handle(
        _ response: FetchResponse, now: Instant, effects: inout ClientEffects
    ) {
        let partition = response.partition.partition.index
        guard partition < indexOfPartition.count, indexOfPartition[partition] >= 0 else {
            if let buffer = response.batches { pool.give(buffer) }
            return
        }
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
            fetchLater(index, now: now)
        }
    }

    /// Processes buffered records as far as the application can take them now.
    package func step(now: Instant, effects: inout ClientEffects) {
        while let retry = retries.first, retry.time <= now {
            retries.removeFirst()
            fetch(retry.index, effects: &effects)
        }
        while resumeAt <= now, let index = buffered.first {
            let progress = process(index, now: now)
            if progress == .paused { return }
            buffered.removeFirst()
            if progress == .finished {
                fetch(index, effects: &effects)
            } else {
                fetchLater(index, now: now)
            }
        }
    }

    /// Fetches again after the back-off, which is the same for all, so that the order holds.
    private func fetchLater(_ index: Int, now: Instant) {
        retries.append(Retry(time: now + configuration.retryBackoff, index: index))
    }

    private func fetch(_ index: Int, effects: inout ClientEffects) {
        let assignment = assignments[index]
        var request = FetchRequest(
            partition: assignment.partition, reader: .consumer(id), offset: assignment.position,
            leaderEpoch: assignment.metadata.leaderEpoch, bytesMax: configuration.fetchBytesMax,
            waitMax: configuration.fetchWaitMax)
        request.spent = assignment.spent
        assignments[index].spent = nil
        effects.toBrokers.append(
            (assignment.metadata.leader, assignment.metadata.listener, .fetch(request)))
    }

    /// Works through a partition's buffered batches.
    private func process(_ index: Int, now: Instant) -> Progress {
        guard var fetched = assignments[index].fetched else { return .finished }
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
                    return .paused
                }
                fetched.cursor = nil
                if let plain = fetched.plain { pool.give(plain) }
                fetched.plain = nil
            }
            assignments[index].position = max(assignments[index].position, fetched.batchEnd)
            guard fetched.next < fetched.buffer.end else { break }
            guard nextBatch(&fetched, index: index) else {
                assignments[index].spent = fetched.buffer
                return .harmed
            }
        }
        assignments[index].spent = fetched.buffer
        return .finished
    }

    /// Puts the cursor on the next batch, or on none where it cannot be decoded. Answers false
    /// where its bytes are harmed.
    private func nextBatch(_ fetched: inout Fetched, index: Int) -> Bool {
        let header: BatchHeader
        do throws(RecordError) {
            header = try BatchHeader.validated(
                UnsafeRawBufferPointer(
                    start: fetched.buffer.base + fetched.next,
                    count: fetched.buffer.end - fetched.next))
        } catch {
            let assignment = assignments[index]
            if assignment.harmedAt != assignment.position {
                assignments[index].harmedAt = assignment.position
                application.corrupt(partition: assignment.partition.partition, error: error)
            }
            return false
        }
        fetched.next += header.byteCount
        fetched.batchEnd = header.nextOffset
        do throws(RecordError) {
            if header.codec == Codec.none {
                fetched.cursor = RecordCursor(validated: header)
            } else {
                let plain = try Compression.decompress(header, pool: pool)
                fetched.plain = plain
                fetched.cursor = RecordCursor(validated: BatchHeader(at: plain.base))
            }
        } catch {
            application.corrupt(
                partition: assignments[index].partition.partition, error: error)
        }
        return true
    }
}
