/// What names one send uniquely in a history: the producing client and its count of sends,
/// written `producer:sequence`. Both are at least 0.
package struct HistoryValue: Hashable, Comparable, Sendable {
    package var producer: Int32
    package var sequence: Int64

    package init(producer: Int32, sequence: Int64) {
        self.producer = producer
        self.sequence = sequence
    }

    package static func < (a: HistoryValue, b: HistoryValue) -> Bool {
        (a.producer, a.sequence) < (b.producer, b.sequence)
    }
}

extension HistoryValue: CustomStringConvertible {
    package var description: String { "\(producer):\(sequence)" }
}
