/// Finds few elements that suffice for a failure: Zeller and Hildebrandt, "Simplifying and
/// Isolating Failure-Inducing Input", IEEE TSE 28 (2002).
package enum DeltaDebugging {
    /// A part of `elements`, in order, that still fails and of which no single element can be left
    /// out, as far as `attemptsMax` tries show.
    ///
    /// - Parameters:
    ///   - attemptsMax: how often `stillFails` is called at most; counted down.
    ///   - stillFails: whether these elements alone fail too. All of them do.
    package static func minimize<Element>(
        _ elements: [Element], attemptsMax: inout Int, stillFails: ([Element]) -> Bool
    ) -> [Element] {
        var current = elements
        var parts = 2
        while current.count >= 2, attemptsMax > 0 {
            let chunks = split(current, into: parts)
            var next: [Element]?
            for index in chunks.indices where next == nil && attemptsMax > 0 {
                let rest = chunks.indices.flatMap { $0 == index ? [] : chunks[$0] }
                attemptsMax -= 1
                if stillFails(rest) { next = rest }
            }
            if let next {
                current = next
                parts = max(parts - 1, 2)
            } else if parts < current.count {
                parts = min(parts * 2, current.count)
            } else {
                break
            }
        }
        if current.count == 1, attemptsMax > 0 {
            attemptsMax -= 1
            if stillFails([]) { current = [] }
        }
        return current
    }

    /// So many runs of about the same length, none empty.
    private static func split<Element>(_ elements: [Element], into parts: Int) -> [[Element]] {
        let count = min(parts, elements.count)
        return (0..<count).map { part in
            Array(
                elements[(elements.count * part / count)..<(elements.count * (part + 1) / count)])
        }
    }
}
