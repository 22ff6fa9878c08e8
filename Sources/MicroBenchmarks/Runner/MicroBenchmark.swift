/// A micro-benchmark: its name, and how to make its work.
package struct MicroBenchmark: Sendable {
    /// `module/piece`, unique.
    package let name: String
    /// What one operation is: `record`, `batch`, …
    package let operation: String
    /// Makes the work with all that it needs.
    package let prepare: @Sendable () throws -> any MicroWork

    package init(
        _ name: String, per operation: String,
        _ prepare: @escaping @Sendable () throws -> any MicroWork
    ) {
        self.name = name
        self.operation = operation
        self.prepare = prepare
    }
}
