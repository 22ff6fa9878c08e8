/// One key of a fault and its value, as a workload file writes them.
package struct FaultField: Hashable, Sendable {
    package var key: String
    package var value: String

    package init(_ key: String, _ value: String) {
        self.key = key
        self.value = value
    }
}
