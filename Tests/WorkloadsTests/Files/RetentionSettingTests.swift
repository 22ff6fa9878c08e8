import Records
import Testing
import Workloads

/// What becomes of old records, and settings of it that contradict each other.
@Suite struct RetentionSettingTests {
    private func cell(_ body: String) throws -> RunConfiguration {
        try #require(try workload(body + "\n").cells.first)
    }

    @Test func `every setting is read`() throws {
        let kept = try cell(
            """
            topic: {retention.ms: 1500, retention.bytes: 1GiB, retention.spares.unread: false,
                    segment.bytes: 1MiB}
            """
        ).topic
        #expect(kept.retentionTime == .milliseconds(1500))
        #expect(kept.retentionBytes == 1 << 30)
        #expect(!kept.retentionSparesUnread)
        #expect(kept.cleanupPolicy == .delete)
        let compacted = try cell(
            """
            topic: {cleanup.policy: "compact,delete", min.compaction.lag.ms: 2s,
                    min.cleanable.dirty.ratio: 0.1, delete.retention.ms: 0, retention.ms: 1h}
            cluster: {log.cleaner.io.max.bytes.per.second: 5MiB}
            """)
        #expect(compacted.topic.cleanupPolicy == .compactAndDelete)
        #expect(compacted.topic.minCompactionLag == .seconds(2))
        #expect(compacted.topic.minCleanableDirtyRatio == 0.1)
        #expect(compacted.topic.deleteRetention == .zero)
        #expect(compacted.cluster.cleanerBytesPerSecond == 5 << 20)
    }

    @Test func `both policies are one word on the command line`() throws {
        let file = try workload(
            "", overrides: WorkloadOverrides(settings: ["topic.cleanup.policy=compact+delete"]))
        #expect(file.cells.map(\.topic.cleanupPolicy) == [.compactAndDelete])
        #expect(try cell("topic: {cleanup.policy: 'delete,compact'}").topic.cleanupPolicy.compacts)
    }

    @Test(arguments: [
        (
            "topic: {cleanup.policy: none}",
            "3:25: topic.cleanup.policy: 'none' is not one of delete, compact, compact,delete"
        ),
        (
            "topic: {min.cleanable.dirty.ratio: 1.5}",
            "3:36: topic.min.cleanable.dirty.ratio: 1.5 is not in 0...1"
        ),
        (
            "topic: {retention.ms: 0}",
            "3:23: topic.retention.ms: 0 is not above 0, nor is it none"
        ),
        (
            "topic: {cleanup.policy: compact+delete, retention.ms: 1s, min.compaction.lag.ms: 10s}",
            "3:82: topic.min.compaction.lag.ms 10s is not below topic.retention.ms 1s: records "
                + "would be deleted before they may be compacted"
        ),
        (
            "topic: {delete.retention.ms: 1s}",
            "3:30: topic.delete.retention.ms 1s does nothing with topic.cleanup.policy delete; "
                + "that takes compact"
        ),
        (
            "topic: {min.compaction.lag.ms: 1s}",
            "3:32: topic.min.compaction.lag.ms 1s does nothing with topic.cleanup.policy delete; "
                + "that takes compact"
        ),
        (
            "topic: {min.cleanable.dirty.ratio: 0.9}",
            "3:36: topic.min.cleanable.dirty.ratio 0.9 does nothing with topic.cleanup.policy "
                + "delete; that takes compact"
        ),
        (
            "cluster: {log.cleaner.io.max.bytes.per.second: 1MiB}",
            "3:48: cluster.log.cleaner.io.max.bytes.per.second 1MiB does nothing with "
                + "topic.cleanup.policy delete; that takes compact"
        ),
        (
            "topic: {cleanup.policy: compact, retention.ms: 1s}",
            "3:48: topic.retention.ms 1s deletes nothing with topic.cleanup.policy compact; "
                + "that takes delete"
        ),
        (
            "topic: {cleanup.policy: compact, retention.bytes: 1GiB}",
            "3:51: topic.retention.bytes 1GiB deletes nothing with topic.cleanup.policy compact; "
                + "that takes delete"
        ),
        (
            "topic: {retention.bytes: 1MiB}",
            "3:26: topic.retention.bytes 1MiB is below topic.segment.bytes 256MiB, and the "
                + "active segment is never deleted"
        ),
        (
            "topic: {cleanup.policy: compact}\nrecords: {key: {distribution: none}}",
            "3:25: topic.cleanup.policy compact needs keys, and records.key.distribution is none"
        ),
        (
            "topic: {retention.spares.unread: false}",
            "3:34: topic.retention.spares.unread false needs topic.retention.ms, "
                + "topic.retention.bytes or topic.cleanup.policy compact"
        ),
    ])
    func `what contradicts itself is an error`(body: String, expected: String) {
        #expect(message(body + "\n") == "w.yaml:" + expected)
    }
}
