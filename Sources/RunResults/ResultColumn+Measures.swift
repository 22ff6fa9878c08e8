extension ResultColumn {
    static let throughput: [ResultColumn] = [
        measure(
            "offered_records_per_s",
            "Records whose intended send time lay in the measured time; at max, records sent.",
            of: { $0.offeredRecordsPerSecond }),
        measure("acked_records_per_s", "Records acknowledged.", of: { $0.ackedRecordsPerSecond }),
        measure("acked_mb_per_s", "Keys and values acknowledged, 10^6 bytes/s.") {
            $0.ackedMegabytesPerSecond
        },
        measure("consumed_records_per_s", "Records processed, over all groups.") {
            $0.consumedRecordsPerSecond
        },
    ]

    static let latency: [ResultColumn] =
        percentiles(
            "publish", "from the intended send to the acknowledgement",
            of: { $0.publish })
        + percentiles(
            "end_to_end", "from the intended send to the end of processing",
            of: { $0.endToEnd })
        + [
            percentile(
                "publish_delay_p99_us", 99,
                "99 % of records were sent within this after their intended time.",
                of: { $0.publishDelay }),
            measure("publish_delay_max_us", "The longest such delay.") {
                $0.latency.publishDelay.maxMicroseconds
            },
        ]

    static let verification: [ResultColumn] = [
        checkedCount(
            "key_order_violations",
            "Records processed after one of the same entity with a higher sequence, per group."
        ) { $0.keyOrderViolations },
        measure("key_order_violations_percent", "Those in percent of `checked_records`.") {
            $0.verification.keyOrderViolationsPercent
        },
        checkedCount(
            "key_gaps", "Entity sequences below the highest processed that a group never processed."
        ) { $0.keyGaps },
        checkedCount(
            "duplicates", "Sends that a group processed more than once, each repeat counted."
        ) { $0.duplicates },
        laterCount(
            "reorderings",
            "Sends that lie behind a later send of the same producer and partition in the log."
        ) { $0.reorderings },
        laterCount(
            "lost_acknowledged",
            "Sends acknowledged that some group had not read by the end of the drain; without a "
                + "group, those not in the final log."
        ) { $0.lostAcknowledged },
        laterCount(
            "lost_permitted",
            "Those of them that the settings and faults of the run permit to be lost; see *Losses*."
        ) { $0.lostPermitted },
        laterCount("lost_forbidden", "The others: each is a fault of what was measured.") {
            $0.lostForbidden
        },
        laterCount("missing_in_log", "Sends acknowledged that the final logs do not hold.") {
            $0.missingInLog
        },
        checkedCount("phantoms", "Records read that no producer sent.", of: { $0.phantoms }),
        checkedCount(
            "offset_gaps", "Offsets that one consumer skipped or read again in a partition."
        ) { $0.offsetGaps },
        count(
            "failed_records", "Sends that the cluster refused or could not write.",
            of: { $0.throughput.failedRecords }),
        count(
            "checked_records",
            "Records processed and checked over all groups, warm-up and drain included.",
            of: { $0.verification.checkedRecords }),
    ]

    static let lag: [ResultColumn] = [
        measure("lag_max_records", "The largest lag of any group.") {
            $0.dimensions.groups > 0 ? Double($0.lag.maxRecords) : nil
        },
        measure("lag_slope_records_per_s", "The slope of the summed lag: above 0, it grew.") {
            $0.dimensions.groups > 0 ? $0.lag.slopeRecordsPerSecond : nil
        },
    ]

    /// The six figures of one latency.
    private static func percentiles(
        _ kind: String, _ span: String,
        of path: @escaping @Sendable (LatencyResults) -> LatencyHistogram
    ) -> [ResultColumn] {
        let ranks: [(name: String, percent: Double, text: String)] = [
            ("p50", 50, "50"), ("p90", 90, "90"), ("p99", 99, "99"), ("p999", 99.9, "99.9"),
            ("p9999", 99.99, "99.99"),
        ]
        let columns = ranks.map { rank in
            percentile(
                "\(kind)_\(rank.name)_us", rank.percent,
                "\(rank.text) % of records took at most this \(span); at max, from the actual "
                    + "send.",
                of: path)
        }
        let longest = measure("\(kind)_max_us", "The longest time \(span).") {
            path($0.latency).maxMicroseconds
        }
        return columns + [longest]
    }
}
