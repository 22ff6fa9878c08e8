import Checker
import Records
import Testing

/// Every count of the live check once: the smallest run that shows it, and one that differs in a
/// single step and does not.
@Suite struct LiveTaxonomyTests {
    /// A count of the live check, and the anomaly of the taxonomy that it stands for.
    enum Count: CaseIterable {
        case keyOrder, keyGap, keyDuplicate, lost, phantom, abortedRead, skip, reread, reordering

        func value(_ verdict: GroupVerdict) -> Int {
            switch self {
            case .keyOrder: verdict.keyOrderViolations
            case .keyGap: verdict.keyGaps
            case .keyDuplicate: verdict.duplicates
            case .lost: verdict.lostForbidden
            case .phantom: verdict.phantoms
            case .abortedRead: verdict.failedButRead
            case .skip: verdict.offsetsSkipped
            case .reread: verdict.offsetsReread
            case .reordering: verdict.reorderings
            }
        }
    }

    @Test(arguments: Count.allCases)
    func theSmallestRunShowsItOnce(_ count: Count) {
        #expect(count.value(Self.run(count, isPositive: true).verdict) == 1)
    }

    @Test(arguments: Count.allCases)
    func theNearMissShowsNothing(_ count: Count) {
        let verdict = Self.run(count, isPositive: false).verdict
        for other in Count.allCases { #expect(other.value(verdict) == 0, "\(other)") }
    }

    private static func run(_ count: Count, isPositive: Bool) -> Scenario {
        var run = Scenario()
        switch count {
        case .keyOrder:
            let sent = [run.send(0, to: 0), run.send(0, to: 1)]
            for index in isPositive ? [1, 0] : [0, 1] { run.read(sent[index]) }
        case .keyGap:
            let sent = [run.send(0, to: 0, .unknown), run.send(0, to: 1)]
            for one in isPositive ? [sent[1]] : sent { run.read(one) }
        case .keyDuplicate:
            let sent = run.send(0)
            for _ in 0..<(isPositive ? 2 : 1) { run.read(sent) }
        case .lost:
            run.read(run.send(0))
            _ = run.send(0, isPositive ? .acknowledged : .unknown)
        case .phantom:
            run.read(run.send(0, isPositive ? .unsent : .unknown))
        case .abortedRead:
            run.read(run.send(0, isPositive ? .failed : .unknown))
        case .skip, .reread:
            let sent = [run.send(0), run.send(0)]
            run.read(sent[0], at: 3)
            run.read(sent[1], at: isPositive ? (count == .skip ? 5 : 3) : 4)
        case .reordering:
            let sent = [run.send(0), run.send(2)]
            for index in isPositive ? [1, 0] : [0, 1] { run.read(sent[index]) }
        }
        return run
    }
}
