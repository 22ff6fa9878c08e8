import Checker
import Cluster
import LoadGenerator
import Records
import Workloads

/// Holds the final logs of a run, read from their files, against what was acknowledged.
struct LogAudit {
    let configuration: RunConfiguration
    let logs: FinalLogs

    init(_ configuration: RunConfiguration, logs: FinalLogs) {
        self.configuration = configuration
        self.logs = logs
    }

    /// Reads every record of every partition. What retention deleted or compaction took counts as
    /// there if the first group read it.
    func verdict(of clients: RunClients) throws(ClusterError) -> FinalLogVerdict {
        var audit = FinalLogAudit(
            producers: clients.generators.count, partitions: clients.partitions)
        for index in 0..<logs.partitionCount {
            try read(PartitionIndex(index), into: &audit)
        }
        let group = configuration.topic.losesRecords ? clients.groups.first : nil
        return audit.verdict(
            acks: clients.generators.map { $0.recorder.table }, verifiedBy: group)
    }

    private func read(
        _ partition: PartitionIndex, into audit: inout FinalLogAudit
    ) throws(ClusterError) {
        _ = try logs.read(partition) { cursor in
            while let record = try? cursor.next() {
                guard let value = record.value, value.count >= RecordStamp.byteCount,
                    let base = value.baseAddress
                else {
                    audit.noteUnstamped(partition: partition, offset: record.offset)
                    continue
                }
                audit.note(
                    RecordStamp(readingFrom: base), partition: partition, offset: record.offset)
            }
        }
    }
}
