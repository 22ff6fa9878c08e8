import Records

/// The values of records, beside the size of those that are all alike.
package struct ValueSettings: Hashable, Sendable, Codable {
    package var distribution = ValueDistribution.fixed
    /// The smallest value, bytes: at least `RecordStamp.byteCount`. Of a pareto distribution the
    /// scale. Smaller draws are made this large.
    package var minBytes = RecordStamp.byteCount
    /// The largest value, bytes; nil is what a batch holds. Larger draws are made this small.
    package var maxBytes: Int?
    /// The median of a lognormal distribution, bytes.
    package var medianBytes: Int?
    /// The standard deviation of the logarithm of a lognormal distribution: above 0.
    package var sigma = 0.5
    /// The exponent of a pareto distribution's tail: above 0.
    package var shape = 1.5
    /// Where the distribution is a histogram.
    package var histogram: SizeHistogram?
    /// How much of each value compresses away, 0...1. Read only where batches are compressed.
    package var compressibility = 0.0

    package init() {}
}

/// How the size of each value is drawn.
package enum ValueDistribution: String, Hashable, Sendable, Codable, CaseIterable {
    /// All alike.
    case fixed
    case uniform
    case lognormal
    case pareto
    /// The sizes of a file, each as likely as its weight there.
    case histogram
}

/// Sizes and their weights, from a file. Cells share it.
package final class SizeHistogram: Hashable, Sendable, Codable {
    /// The file as the workload names it.
    package let path: String
    /// Bytes; at least one size, each at least `RecordStamp.byteCount`.
    package let sizes: [Int]
    /// As many, each above 0.
    package let weights: [Double]

    package init(path: String, sizes: [Int], weights: [Double]) {
        self.path = path
        self.sizes = sizes
        self.weights = weights
    }

    package static func == (a: SizeHistogram, b: SizeHistogram) -> Bool {
        a === b || a.path == b.path && a.sizes == b.sizes && a.weights == b.weights
    }

    /// The file's name without folders, and a digest of what it holds.
    package var label: String {
        HistogramDigest.label(path, of: sizes.map { UInt64($0) } + weights.map(\.bitPattern))
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(path)
        hasher.combine(sizes.count)
    }
}
