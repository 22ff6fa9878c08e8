package import RunResults

/// One column of `runs.csv`, compared.
package struct ComparedMeasure: Sendable {
    package let column: String
    /// Whether it is the one that was judged by itself.
    package let isPrimary: Bool
    /// Over the runs of A that have the value; nil where none has.
    package let a: Spread?
    /// Over the runs of B that have the value; nil where none has.
    package let b: Spread?
    /// Pairs that have the value above 0 on both sides; without pairing, the runs of the side
    /// that has fewer.
    package let count: Int
    /// Of this interval.
    package let confidence: Double
    /// nil where fewer than two pairs have the value above 0.
    package let difference: Difference?
    /// nil where there is no difference to judge.
    package let verdict: ComparisonVerdict?
}
