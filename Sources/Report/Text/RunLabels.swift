package import RunResults

/// Names each run of a matrix by what every run is known by, and by what else tells its
/// configurations apart.
package struct RunLabels: Sendable {
    private let others: [Setting]

    /// - Parameter dimensions: of all configurations of the matrix.
    package init(_ dimensions: [RunDimensions]) {
        let layout = Layout(dimensions)
        others = layout.varying.filter { $0.title == Setting.keys.title } + layout.others
    }

    package func text(_ run: RunDimensions) -> String {
        let rate = Double(run.rate) == nil ? run.rate : "\(run.rate)/s"
        let known = [
            "partitions \(run.partitions)", "RF \(run.replicationFactor)", "acks \(run.acks)",
            "consumers \(run.groups)x\(run.consumers)", "rate \(rate)",
        ]
        return (known + others.phrases(run)).joined(separator: "  ")
    }
}
