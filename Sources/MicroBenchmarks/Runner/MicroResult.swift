/// What the samples of one benchmark came to.
package struct MicroResult: Hashable, Sendable {
    package let name: String
    package let operation: String
    /// Nanoseconds per operation of each sample, ascending.
    package let nanoseconds: [Double]
    /// Allocations per operation; nil where the allocator does not count.
    package let allocations: Double?

    package init(
        name: String, operation: String, nanoseconds: [Double], allocations: Double?
    ) {
        self.name = name
        self.operation = operation
        self.nanoseconds = nanoseconds.sorted()
        self.allocations = allocations
    }

    /// The fastest sample, which the machine disturbed the least.
    package var minimum: Double { nanoseconds.first ?? 0 }

    /// The middle sample, the upper one of two.
    package var median: Double {
        nanoseconds.isEmpty ? 0 : nanoseconds[nanoseconds.count / 2]
    }
}
