import Planner
import RunResults

extension PlanMarkdown {
    func addLoads(_ page: inout MarkdownPage) {
        page.heading(2, "Disk and network")
        if let disk = plan.disk {
            let kept = Figure.seconds(plan.request.retentionSeconds ?? 0)
            page.paragraph(
                "Disk for \(kept) with \(Figure.count(plan.replicationFactor, "replica")): "
                    + "\(Figure.bytes(disk.bytes)) of logs, or "
                    + "\(Figure.bytes(disk.bytesWithHeadroom)) of disk so that it stays at most "
                    + "\(Figure.percent(disk.utilisation)) full. The busiest broker holds "
                    + "\(Figure.bytes(disk.busiestBrokerBytes)), or "
                    + "\(Figure.bytes(disk.busiestBrokerBytesWithHeadroom)) of disk.")
        }
        var rows = [networkRow("all brokers up", plan.network)]
        if let down = plan.networkOneBrokerDown { rows.append(networkRow("one down", down)) }
        page.table(
            ["network", "brokers", "in, all", "out, all", "in, busiest", "out, busiest"], rows)
    }

    private func networkRow(_ name: String, _ load: NetworkLoad) -> [String] {
        [name, "\(load.brokers)"]
            + [
                load.inBytesPerSecond, load.outBytesPerSecond, load.busiestInBytesPerSecond,
                load.busiestOutBytesPerSecond,
            ].map(Figure.bytesPerSecond)
    }

    func addRepartitioning(_ page: inout MarkdownPage) {
        guard let moved = plan.repartitioning else { return }
        page.heading(2, "Growing from \(Figure.count(moved.from, "partition"))")
        page.paragraph(
            "\(Figure.percent(moved.shareOfKeysMoved)) of the keys would move to another "
                + "partition, and until the old ones are read to their end, records of a moved "
                + "key can be processed out of order. Make a new topic with \(moved.to) "
                + "partitions, drain the old one, and switch over.")
    }

    func addLatency(_ page: inout MarkdownPage) {
        guard let latency = plan.latency else { return }
        page.heading(2, "Latency measured near this")
        page.paragraph(
            "Publish p99 \(Figure.seconds(latency.publishP99Seconds)), \(latency.remark).")
    }
}

extension MeasuredLatency {
    /// At what it was measured, and its flags.
    var remark: String {
        let flagged = flags.isEmpty ? "" : " (\(flags.map(\.rawValue).joined(separator: ", ")))"
        return "measured at \(Figure.recordsPerSecond(recordsPerSecond)) on "
            + "\(Figure.count(partitions, "partition"))\(flagged): \(basis)"
    }
}

extension PlanRequest {
    /// The load that was asked for.
    var sentence: String {
        let readers = groups == 0 ? "no group" : Figure.count(groups, "consumer group")
        return "Asked for: \(Figure.bytesPerSecond(throughputBytesPerSecond)) in records of "
            + "\(Figure.bytes(Double(recordBytes))) "
            + "(\(Figure.recordsPerSecond(recordsPerSecond))), read by \(readers), surviving "
            + "\(Figure.count(survive, "failure")) and writable through "
            + "\(Figure.count(stayWritable, "failure"))."
    }
}
