import Records

extension PartitionLog {
    /// What opening a log found and mended.
    package struct RecoveryReport: Hashable, Sendable {
        /// Whether a clean shutdown's word was taken and no batch was verified.
        package var trustedCleanShutdown = false
        /// Bytes cut from the first segment that held an invalid batch.
        package var truncatedBytes = 0
        /// Segments after the cut, removed.
        package var removedSegments = 0
        /// Batches whose checksums were verified.
        package var verifiedBatches = 0

        /// Whether anything was taken off the log.
        package var hasCut: Bool { truncatedBytes > 0 || removedSegments > 0 }
    }

    /// Opens the log in `directory`, creating it where there is none.
    ///
    /// Without a matching `clean` state every batch is verified from the start; the log is cut at
    /// the first that is torn, corrupt or out of order, later segments are removed, and the
    /// indexes are rebuilt. An intact batch before the cut is never lost. With `flush.messages` or
    /// `flush.ms` what stands is synced before it is served.
    ///
    /// What a clean shutdown left is durable: where some of it is invalid now it has rotted, and
    /// others may still have it: with `mayCutDamage` false it is told and left as it is.
    /// - Throws: `StorageError.disk` or `.damaged`; no file stays open then.
    package static func open(
        owner: Int32, directory: String, settings: LogSettings, disk: any Disk,
        clean: CleanState?, mayCutDamage: Bool = true
    ) throws(StorageError) -> (log: PartitionLog, report: RecoveryReport) {
        try disk.createDirectory(directory)
        var recovery = LogRecovery(disk: disk, directory: directory, settings: settings)
        do throws(StorageError) {
            let names = try recovery.settledNames()
            let bases = names.compactMap(SegmentNames.baseOffset(ofLogFile:)).sorted()
            let isCheckpointed = names.contains(CleanerCheckpoint.name)
            let cleaned =
                isCheckpointed
                ? try CleanerCheckpoint.read(directory: directory, disk: disk) : nil
            if let clean, let segments = try recovery.trusted(bases: bases, clean: clean) {
                let log = PartitionLog(
                    owner: owner, directory: directory, settings: settings, disk: disk,
                    segments: segments, history: recovery.history, cleaned: cleaned)
                log.flushedEnd = log.logEnd
                log.isHeadDurable = true
                try log.settleCheckpoint(cleaned, isWritten: isCheckpointed)
                return (log, RecoveryReport(trustedCleanShutdown: true))
            }
            recovery.abandon()
            if let clean, !mayCutDamage,
                let offset = try recovery.damage(bases: bases, below: clean.logEnd)
            {
                throw StorageError.damaged(path: directory, offset: offset)
            }
            let segments = try recovery.verified(bases: bases, names: names)
            let log = PartitionLog(
                owner: owner, directory: directory, settings: settings, disk: disk,
                segments: segments, history: recovery.history, cleaned: cleaned)
            if settings.isFlushing { log.flushedEnd = log.logEnd }
            // Neither a second segment nor, where the log flushes, a record comes before that.
            log.isHeadDurable =
                segments.count > 1
                || settings.isFlushing && (log.byteCount > 0 || recovery.report.hasCut)
            try log.settleCheckpoint(cleaned, isWritten: isCheckpointed)
            return (log, recovery.report)
        } catch {
            recovery.abandon()
            throw error
        }
    }
}
