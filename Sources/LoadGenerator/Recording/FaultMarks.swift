package import Checker

/// Marks of faults of which several may strike the same target at a time: a history has each
/// fault begin and end there once.
package struct FaultMarks {
    private var depths: [(fault: String, target: String, count: Int)] = []

    package init() {}

    /// The mark where the first of overlapping faults begins, where the last ends, and where one
    /// has no duration; nil in between.
    package mutating func outermost(_ mark: FaultMark) -> FaultMark? {
        guard let phase = mark.phase else { return mark }
        guard
            let place = depths.firstIndex(where: {
                $0.fault == mark.fault && $0.target == mark.target
            })
        else {
            guard phase == .begin else { return nil }
            depths.append((mark.fault, mark.target, 1))
            return mark
        }
        depths[place].count += phase == .begin ? 1 : -1
        if phase == .begin { return nil }
        guard depths[place].count == 0 else { return nil }
        depths.remove(at: place)
        return mark
    }
}
