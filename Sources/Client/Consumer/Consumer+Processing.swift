import Records

/// How fetched batches reach the application.
extension Consumer {
    /// How the work on a partition's buffered batches ended.
    enum Progress {
        case finished
        /// The application has to pause.
        case paused
        /// A batch is harmed; what follows it was dropped.
        case harmed
        /// The member's poll is full, and more is buffered.
        case polled
        /// The member is to commit the batch at hand before it goes on with it.
        case committing
    }

    /// Works through a partition's buffered batches.
    func process(_ index: Int, now: Instant) -> Progress {
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
            passBatch(fetched, index)
            guard fetched.next < fetched.buffer.end else { break }
            if let membership, isPollFull(membership) {
                assignments[index].fetched = fetched
                return .polled
            }
            let before = fetched.batchEnd
            guard nextBatch(&fetched, index: index) else {
                assignments[index].spent = fetched.buffer
                return .harmed
            }
            let records = fetched.batchEnd.distance(from: before)
            if let membership, takeBatch(index, records: records, membership) {
                assignments[index].fetched = fetched
                return .committing
            }
        }
        assignments[index].spent = fetched.buffer
        return .finished
    }

    /// The batch under the cursor is done with.
    private func passBatch(_ fetched: FetchedBatches, _ index: Int) {
        assignments[index].position = max(assignments[index].position, fetched.batchEnd)
        if let epoch = fetched.batchEpoch { assignments[index].lastFetchedEpoch = epoch }
    }

    /// What the leader told of the batch's way; nil where it told nothing.
    private func passage(
        of header: BatchHeader, _ fetched: inout FetchedBatches
    ) -> BatchPassage? {
        while fetched.nextPassage < fetched.buffer.passages.count {
            let passage = fetched.buffer.passages[fetched.nextPassage]
            if passage.baseOffset > header.baseOffset { return nil }
            fetched.nextPassage += 1
            if passage.baseOffset == header.baseOffset { return passage }
        }
        return nil
    }

    /// Puts the cursor on the next batch, or on none where it cannot be decoded. Answers false
    /// where its bytes are harmed.
    private func nextBatch(_ fetched: inout FetchedBatches, index: Int) -> Bool {
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
        fetched.batchStart = fetched.next
        fetched.next += header.byteCount
        fetched.batchEnd = header.nextOffset
        fetched.batchEpoch = header.leaderEpoch
        application.batchBegins(passage(of: header, &fetched), fetchedAt: fetched.fetchedAt)
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
