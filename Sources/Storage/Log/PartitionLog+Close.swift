package import Records

extension PartitionLog {
    /// What a clean shutdown leaves behind about this log, so that the next start may trust it.
    package struct CleanState: Hashable, Sendable {
        package let directory: String
        package let logEnd: Offset
        /// Size of the active segment's file in bytes.
        package let activeBytes: Int

        package init(directory: String, logEnd: Offset, activeBytes: Int) {
            self.directory = directory
            self.logEnd = logEnd
            self.activeBytes = activeBytes
        }
    }

    /// Writes the indexes, syncs all that is not yet durable and closes the files, whatever
    /// happens. The log is of no use afterwards.
    ///
    /// - Precondition: no operation is under way.
    /// - Returns: what to put into the clean-shutdown marker; nil where the log had failed.
    /// - Throws: `StorageError.disk`; the next start verifies the log then.
    package func close() throws(StorageError) -> CleanState? {
        precondition(pending.isEmpty, "operations are under way")
        defer {
            for segment in segments { disk.close(segment.file) }
            hasFailed = true
        }
        abandonCleaning()
        guard !hasFailed else { return nil }
        let active = segments.count - 1
        segments[active].seal()
        for segment in segments {
            try IndexFiles.write(segment, directory: directory, disk: disk, sync: true)
        }
        try writeHistory()
        for segment in segments where segment.nextOffset > flushedEnd {
            try disk.sync(segment.file)
        }
        try disk.syncDirectory(directory)
        try disk.syncDirectory(parentDirectory(of: directory))
        flushedEnd = logEnd
        return CleanState(
            directory: directory, logEnd: logEnd, activeBytes: segments[active].writtenBytes)
    }

    /// Leaves what the batches tell of epochs and producers in files of its own.
    private func writeHistory() throws(StorageError) {
        try disk.writeWhole(
            LeaderEpochCheckpoint.encode(epochs),
            to: directory + "/" + LeaderEpochCheckpoint.name, sync: true)
        let snapshot = directory + "/" + ProducerSnapshot.name
        if producers.producers.isEmpty {
            try disk.unlink(snapshot)
        } else {
            try disk.writeWhole(
                ProducerSnapshot.encode(producers, logEnd: logEnd), to: snapshot, sync: true)
        }
    }
}
