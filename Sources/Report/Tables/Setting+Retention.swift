import RunResults

extension Setting {
    /// What becomes of old records. Empty in results that were written before there were any.
    static let retention: [Setting] = [
        Setting("cleanup.policy", isWord: true, usual: "delete", text: { $0.cleanupPolicy ?? "" }),
        time("retention.ms", usual: "all") { $0.retentionMilliseconds },
        Setting(
            "retention spares unread", isWord: true, usual: "on",
            text: { $0.retentionSparesUnread.map { $0 ? "on" : "off" } ?? "" }),
        time("min.compaction.lag.ms", usual: "0 µs") { $0.minCompactionLagMilliseconds },
        Setting(
            "min.cleanable.dirty.ratio", usual: NumberText.plain(0.5),
            text: { $0.minCleanableDirtyRatio.map { NumberText.plain($0) } ?? "" }),
        time("delete.retention.ms", usual: NumberText.time(microseconds: 86_400e6)) {
            $0.deleteRetentionMilliseconds
        },
        Setting(
            "cleaner I/O", usual: "unlimited",
            text: {
                $0.cleanerBytesPerSecond.map {
                    $0 > 0 ? "\(NumberText.count($0)) B/s" : "unlimited"
                } ?? ""
            }),
    ]

    /// - Parameter usual: the text of the usual value; `all` stands for 0.
    private static func time(
        _ title: String, usual: String,
        _ path: @escaping @Sendable (RunDimensions) -> Double?
    ) -> Setting {
        Setting(
            title, usual: usual,
            text: {
                path($0).map {
                    $0 > 0 || usual != "all" ? NumberText.time(microseconds: $0 * 1_000) : "all"
                } ?? ""
            })
    }
}
