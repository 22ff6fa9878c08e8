package import Records

extension PartitionLog {
    /// Asks for a sync of a segment's file that makes everything below `end` durable.
    func requestSync(
        of file: DiskFile, covering end: Offset, _ requests: inout [DiskRequest]
    ) {
        pending.append(.sync(coveredEnd: end))
        requests.append(DiskRequest(owner: owner, operation: .sync(file)))
        unflushedRecords = 0
        oldestUnflushed = nil
    }

    /// Asks for a sync where `flush.ms` has passed since the oldest unflushed record.
    package func flushIfDue(now: Instant, requests: inout [DiskRequest]) {
        guard !hasFailed, let interval = settings.flushInterval, let oldest = oldestUnflushed,
            now - oldest >= interval
        else { return }
        requestSync(of: segments[segments.count - 1].file, covering: nextOffset, &requests)
    }

    /// Takes the completion of an append or sync of this log; they come back in order.
    ///
    /// `logEnd` moves when an append has completed and, where `flush.messages` asked for a sync
    /// with it, when that has.
    package func complete(_ completion: DiskCompletion) {
        switch completion.request.operation {
        case .append, .sync: break
        case .read, .remove: return
        }
        let operation = pending.takeFirst()
        guard completion.error == nil, !hasFailed else {
            hasFailed = true
            return
        }
        switch operation {
        case .append(let base, let bytes, let end, let visible):
            var index = segments.count - 1
            while segments[index].baseOffset > base { index -= 1 }
            segments[index].writtenBytes += bytes
            if visible { logEnd = end }
        case .sync(let end):
            flushedEnd = max(flushedEnd, end)
            logEnd = max(logEnd, end)
        }
    }
}
