import Planner

/// A plan for people: the source first, then what to do, why, and what would change it.
struct PlanMarkdown {
    let plan: Plan

    init(_ plan: Plan) { self.plan = plan }

    var text: String {
        var page = MarkdownPage()
        page.paragraph(plan.source.sentence)
        page.heading(
            1,
            "Plan: \(Figure.count(plan.partitions, "partition")), replication factor "
                + "\(plan.replicationFactor), min.insync.replicas \(plan.minInsyncReplicas), "
                + "acks=\(plan.acks)")
        page.paragraph(plan.request.sentence)
        for verdict in plan.verdicts {
            page.paragraph("**\(verdict.text)** This flips with \(verdict.flip).")
        }
        addRecommendation(&page)
        addReasons(&page)
        addConstraints(&page)
        page.heading(2, "What would change it")
        page.list(plan.flippingInputs.map { Self.sentence($0.text) })
        addLoads(&page)
        addRepartitioning(&page)
        addLatency(&page)
        page.heading(2, "Caveats")
        page.list(plan.caveats)
        return page.text
    }

    private func addRecommendation(_ page: inout MarkdownPage) {
        page.heading(2, "Recommendation")
        var rows = [
            ["partitions", "\(plan.partitions)"],
            ["replication.factor", "\(plan.replicationFactor)"],
            ["min.insync.replicas", "\(plan.minInsyncReplicas)"],
            ["acks", plan.acks],
            ["unclean.leader.election.enable", "false"],
        ]
        if plan.request.groups > 0 {
            rows.append(["consumers in each group", "\(plan.consumersPerGroup)"])
        }
        rows.append(["brokers, at least", "\(plan.brokersMin)"])
        page.table(["setting", "value"], rows)
    }

    private func addReasons(_ page: inout MarkdownPage) {
        page.heading(2, "Why")
        var lines: [String] = []
        if let binding = plan.binding {
            lines.append("Binding constraint, `\(binding.name.rawValue)`: \(binding.reason).")
        }
        if plan.partitions != plan.partitionsMin {
            let kept = plan.verdicts.contains { $0.kind == .keepPartitions }
            let why =
                kept
                ? "the topic has"
                : "is the next count with as many divisors as any below it, so it"
                    + " splits evenly among many numbers of consumers"
            lines.append(
                "At least \(Figure.count(plan.partitionsMin, "partition")) meet every "
                    + "constraint; \(plan.partitions) \(why).")
        }
        lines.append(
            "Rao's rule max(t/p, t/c), without headroom and skew, says "
                + "\(Figure.count(plan.partitionsByRao, "partition")).")
        lines.append("Replication: \(plan.durabilityReason).")
        page.list(lines)
        var rates = [Self.rateRow("one partition", plan.source.partition)]
        if let consumer = plan.source.consumer {
            rates.append(Self.rateRow("one consumer", consumer))
        }
        page.table(["rate", "value", "from"], rates)
    }

    private func addConstraints(_ page: inout MarkdownPage) {
        page.heading(2, "Constraints")
        page.table(
            ["constraint", "demand", "limit", "slack", "partitions needed", "why"],
            plan.constraints.map {
                [
                    $0.name == plan.bindingConstraint
                        ? "**\($0.name.rawValue)**" : $0.name.rawValue,
                    $0.unit.text($0.demand), $0.unit.text($0.limit), Figure.percent($0.slack),
                    $0.partitionsNeeded.map { "\($0)" } ?? "", $0.reason,
                ]
            })
    }

    /// `text` with a capital and a full stop.
    private static func sentence(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst() + "."
    }

    private static func rateRow(_ name: String, _ rate: CapacityRate) -> [String] {
        [name, rate.figure, rate.basis]
    }
}
