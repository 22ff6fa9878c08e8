package import RunResults

/// Names each run of a matrix by what every run is known by, and by what else varies.
package struct RunLabels: Sendable {
    private let varying: [Setting]
    /// What a label always has.
    private static let always: Set = ["partitions", "RF", "acks", "consumers", "rate"]

    /// - Parameter dimensions: of all configurations of the matrix.
    package init(_ dimensions: [RunDimensions]) {
        varying = Setting.all.filter { setting in
            !Self.always.contains(setting.title) && Set(dimensions.map(setting.text)).count > 1
        }
    }

    package func text(_ run: RunDimensions) -> String {
        let rate = run.rate == "max" ? "max" : "\(run.rate)/s"
        let known = [
            "partitions \(run.partitions)", "RF \(run.replicationFactor)", "acks \(run.acks)",
            "consumers \(run.groups)x\(run.consumers)", "rate \(rate)",
        ]
        return (known + varying.map { $0.phrase(run) }).joined(separator: "  ")
    }
}
