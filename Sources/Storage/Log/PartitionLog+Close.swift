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

    /// Writes the indexes, syncs every segment and closes the files.
    ///
    /// - Precondition: no operation is under way.
    /// - Returns: what to put into the clean-shutdown marker; nil where the log had failed.
    package func close() throws(StorageError) -> CleanState? {
        precondition(pending.isEmpty, "operations are under way")
        segments[segments.count - 1].seal()
        let active = segments[segments.count - 1]
        if !hasFailed {
            for segment in segments {
                try IndexFiles.write(segment, directory: directory, disk: disk, sync: true)
            }
            for segment in segments where segment.nextOffset > flushedEnd {
                try disk.sync(segment.file)
            }
            try disk.syncDirectory(directory)
            flushedEnd = logEnd
        }
        for segment in segments { disk.close(segment.file) }
        guard !hasFailed else { return nil }
        return CleanState(
            directory: directory, logEnd: logEnd, activeBytes: active.writtenBytes)
    }
}
