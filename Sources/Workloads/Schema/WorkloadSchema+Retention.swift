import Records

/// What becomes of old records.
extension WorkloadSchema {
    static let retention: [Setting] = [
        Setting(
            "topic", "retention.ms", \.topic.retentionTime,
            .duration(.aboveZero, bareUnit: "ms"), or: "none"),
        Setting(
            "topic", "retention.spares.unread", \.topic.retentionSparesUnread, .truth),
        Setting(
            "topic", "cleanup.policy", \.topic.cleanupPolicy,
            .word(synonyms: [
                "delete,compact": .compactAndDelete, "compact+delete": .compactAndDelete,
            ])),
        Setting(
            "topic", "min.compaction.lag.ms", \.topic.minCompactionLag,
            .duration(.zeroOrMore, bareUnit: "ms")),
        Setting(
            "topic", "min.cleanable.dirty.ratio", \.topic.minCleanableDirtyRatio,
            .number(0...1)),
        Setting(
            "topic", "delete.retention.ms", \.topic.deleteRetention,
            .duration(.zeroOrMore, bareUnit: "ms")),
    ]

    static let cleaning: [Setting] = [
        Setting(
            "cluster", "log.cleaner.io.max.bytes.per.second", \.cluster.cleanerBytesPerSecond,
            .bytes(1_024...(1 << 40)), or: "none")
    ]
}
