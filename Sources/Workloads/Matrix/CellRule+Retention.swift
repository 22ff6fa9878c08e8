import Records

extension CellRule {
    /// Settings of retention and compaction that would do nothing, or that cannot hold.
    static let retention = [
        retentionNeedsDeletion, compactionSettingsNeedCompaction, tombstonesNeedCompaction,
        dirtyRatioNeedsCompaction, cleanerNeedsCompaction, compactionNeedsKeys,
        retentionHoldsASegment, sparingNeedsRetention, compactionComesBeforeDeletion,
    ]

    private static let retentionNeedsDeletion = CellRule(
        settings: ["topic.retention.ms", "topic.retention.bytes", "topic.cleanup.policy"]
    ) { cell in
        let topic = cell.topic
        guard !topic.cleanupPolicy.deletes else { return nil }
        if let time = topic.retentionTime {
            return "topic.retention.ms \(time) deletes nothing with topic.cleanup.policy "
                + "\(topic.cleanupPolicy.rawValue); that takes delete"
        }
        return topic.retentionBytes.map {
            "topic.retention.bytes \($0.byteText) deletes nothing with topic.cleanup.policy "
                + "\(topic.cleanupPolicy.rawValue); that takes delete"
        }
    }

    private static let compactionSettingsNeedCompaction = CellRule(
        settings: ["topic.min.compaction.lag.ms", "topic.cleanup.policy"]
    ) { cell in
        let isIdle = cell.topic.minCompactionLag != TopicSettings().minCompactionLag
        return needsCompaction(
            cell, isIdle, "topic.min.compaction.lag.ms \(cell.topic.minCompactionLag)")
    }

    private static let tombstonesNeedCompaction = CellRule(
        settings: ["topic.delete.retention.ms", "topic.cleanup.policy"]
    ) { cell in
        let isIdle = cell.topic.deleteRetention != TopicSettings().deleteRetention
        return needsCompaction(
            cell, isIdle, "topic.delete.retention.ms \(cell.topic.deleteRetention)")
    }

    private static let dirtyRatioNeedsCompaction = CellRule(
        settings: ["topic.min.cleanable.dirty.ratio", "topic.cleanup.policy"]
    ) { cell in
        let ratio = cell.topic.minCleanableDirtyRatio
        return needsCompaction(
            cell, ratio != TopicSettings().minCleanableDirtyRatio,
            "topic.min.cleanable.dirty.ratio \(ratio.plainText)")
    }

    private static let cleanerNeedsCompaction = CellRule(
        settings: ["cluster.log.cleaner.io.max.bytes.per.second", "topic.cleanup.policy"]
    ) { cell in
        cell.cluster.cleanerBytesPerSecond.flatMap {
            needsCompaction(
                cell, true, "cluster.log.cleaner.io.max.bytes.per.second \($0.byteText)")
        }
    }

    private static func needsCompaction(
        _ cell: RunConfiguration, _ isSet: Bool, _ setting: String
    ) -> String? {
        guard isSet, !cell.topic.cleanupPolicy.compacts else { return nil }
        return "\(setting) does nothing with topic.cleanup.policy "
            + "\(cell.topic.cleanupPolicy.rawValue); that takes compact"
    }

    private static let compactionNeedsKeys = CellRule(
        settings: ["topic.cleanup.policy", "records.key.distribution"]
    ) { cell in
        cell.topic.cleanupPolicy.compacts && cell.records.key.field == .none
            ? "topic.cleanup.policy \(cell.topic.cleanupPolicy.rawValue) needs keys, and "
                + "records.key.distribution is none"
            : nil
    }

    private static let retentionHoldsASegment = CellRule(
        settings: ["topic.retention.bytes", "topic.segment.bytes"]
    ) { cell in
        guard let bytes = cell.topic.retentionBytes, bytes < cell.topic.segmentBytes else {
            return nil
        }
        return "topic.retention.bytes \(bytes.byteText) is below topic.segment.bytes "
            + "\(cell.topic.segmentBytes.byteText), and the active segment is never deleted"
    }

    private static let sparingNeedsRetention = CellRule(
        settings: [
            "topic.retention.spares.unread", "topic.retention.ms", "topic.retention.bytes",
        ]
    ) { cell in
        cell.topic.retentionSparesUnread || cell.topic.losesRecords
            ? nil
            : "topic.retention.spares.unread false needs topic.retention.ms, "
                + "topic.retention.bytes or topic.cleanup.policy compact"
    }

    private static let compactionComesBeforeDeletion = CellRule(
        settings: ["topic.min.compaction.lag.ms", "topic.retention.ms"]
    ) { cell in
        let topic = cell.topic
        guard topic.cleanupPolicy.compacts, let time = topic.retentionTime,
            topic.minCompactionLag >= time
        else { return nil }
        return "topic.min.compaction.lag.ms \(topic.minCompactionLag) is not below "
            + "topic.retention.ms \(time): records would be deleted before they may be compacted"
    }
}
