package import RunResults

/// The measured rows that a plan reads its rates from.
package struct MeasuredProfile: Sendable {
    /// What to call the results in messages: the folder's name as the user gave it.
    package let results: String
    /// In the order in which they first appear.
    package let configurations: [MeasuredConfiguration]

    /// Folds repetitions into configurations and drops what measured nothing.
    package init(runs: [RunResult], results: String) {
        self.results = results
        var order: [[RunResult]] = []
        var places: [RunDimensions: Int] = [:]
        for run in runs {
            if let place = places[run.dimensions] {
                order[place].append(run)
            } else {
                places[run.dimensions] = order.count
                order.append([run])
            }
        }
        configurations = order.compactMap { MeasuredConfiguration($0) }
    }
}

/// The setting whose rows a plan may use: other replication or acknowledgements carry other loads.
package struct ReplicationClass: Hashable, Sendable {
    package var replicationFactor: Int
    /// `1` or `all`. With one replica the two wait for the same, so either row serves.
    package var acks: String

    package init(replicationFactor: Int, acks: String) {
        self.replicationFactor = replicationFactor
        self.acks = acks
    }

    func holds(_ dimensions: RunDimensions) -> Bool {
        dimensions.replicationFactor == replicationFactor
            && (dimensions.acks == acks || replicationFactor == 1 && dimensions.acks != "0")
    }

    var name: String { "replication.factor \(replicationFactor) and acks \(acks)" }
}

extension MeasuredProfile {
    /// The rows of `setting` from the most trusted engine that has any; the null sink has none.
    func rows(_ setting: ReplicationClass) -> (origin: RateOrigin, [MeasuredConfiguration])? {
        for origin in RateOrigin.allCases {
            let rows = configurations.filter {
                $0.dimensions.engine == origin.rawValue && setting.holds($0.dimensions)
            }
            if !rows.isEmpty { return (origin, rows) }
        }
        return nil
    }

    /// The settings that the results do have, for an error's message.
    var settingsFound: String {
        var names: [String] = []
        for configuration in configurations {
            let d = configuration.dimensions
            let rate = configuration.isSaturation ? "rate max" : "a fixed rate"
            let name = "\(d.engine) RF \(d.replicationFactor) acks \(d.acks) at \(rate)"
            if !names.contains(name) { names.append(name) }
        }
        if names.isEmpty { return "no usable row at all" }
        let more = names.count > 6 ? ", and \(names.count - 6) more" : ""
        return names.prefix(6).joined(separator: ", ") + more
    }

    /// The rows whose record size is nearest to `recordBytes` by ratio, the smaller on a tie.
    static func nearest(
        _ rows: [MeasuredConfiguration], toRecordBytes recordBytes: Int
    ) -> [MeasuredConfiguration] {
        func ratio(_ row: MeasuredConfiguration) -> Double {
            let ratio = Double(row.dimensions.recordBytes) / Double(recordBytes)
            return max(ratio, 1 / ratio)
        }
        let closest = rows.min {
            (ratio($0), $0.dimensions.recordBytes) < (ratio($1), $1.dimensions.recordBytes)
        }
        return rows.filter { $0.dimensions.recordBytes == closest?.dimensions.recordBytes }
    }
}
