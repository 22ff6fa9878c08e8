import Client
import Messages
import Records

extension ModelRun {
    /// What holds of every producer: everything has one outcome, and the outcome is true.
    func judge() {
        if !producer.isIdle { violations.append("something is still under way") }
        for partition in logs.indices {
            let told = writer.completions.filter { $0.partition == partition }
            let records = told.flatMap { Array($0.sequences) }.sorted()
            if records != writer.sequences[partition] ?? [] {
                violations.append("records of \(partition) ended twice or never")
            }
            for batch in told { judge(batch, in: logs[partition].marks) }
        }
    }

    private func judge(_ batch: ScriptedWriter.Completion, in log: [UInt8]) {
        let marks = batch.sequences.map { UInt8($0) }
        if batch.error == .none {
            let base = Int(batch.baseOffset.rawValue)
            if log.count < base + marks.count || Array(log[base..<(base + marks.count)]) != marks {
                violations.append("\(batch.sequences) is not where it was acknowledged")
            }
        } else if batch.error.provesNothingAppended, log.contains(where: marks.contains) {
            violations.append("\(batch.sequences) failed with \(batch.error) and is in the log")
        }
    }
}
