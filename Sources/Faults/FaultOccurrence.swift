package import Records

/// One occurrence of a fault: when it strikes and when it heals.
package struct FaultOccurrence: Hashable, Sendable {
    /// From the start of the measured time.
    package var begin: Nanoseconds
    /// Nil where it never heals or there is nothing to heal.
    package var end: Nanoseconds?
    package var action: FaultAction

    package init(begin: Nanoseconds, end: Nanoseconds?, action: FaultAction) {
        self.begin = begin
        self.end = end
        self.action = action
    }
}

extension Fault {
    /// Its occurrences within the measured time, in order.
    package func occurrences(within runDuration: Nanoseconds) -> [FaultOccurrence] {
        var occurrences: [FaultOccurrence] = []
        var begin = at
        while begin < runDuration, interval == nil || occurrences.count < times ?? .max {
            occurrences.append(
                FaultOccurrence(begin: begin, end: duration.map { begin + $0 }, action: action))
            guard let interval, interval > .zero else { break }
            begin += interval
        }
        return occurrences
    }
}
