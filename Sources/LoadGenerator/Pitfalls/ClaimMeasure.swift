import Records
import RunResults
import Workloads

/// One claim of a pitfall against what was measured.
struct ClaimMeasure {
    let claim: PitfallClaim
    /// What the cells are called; empty where the file does not say.
    let cells: [String]
    /// Of each cell one.
    let runs: [RunResult]
    let environment: RunEnvironment

    var measure: PitfallVerdict.Measure {
        let involved = [claim.cell, referenceCell].compactMap { $0 }
        let kind = claim.column.kind
        let doubts = Set(involved.flatMap { runs[$0].flags }.filter { $0.doubts.contains(kind) })
        let unfit = involved.reduce(into: Set<HonestyFlag>()) { $0.formUnion(unfitFlags(of: $1)) }
        let (text, holds) = judgement
        return PitfallVerdict.Measure(
            text: text, holds: holds, doubts: doubts.union(unfit), unfit: unfit)
    }

    private var judgement: (text: String, holds: Bool) {
        let place = claim.namesCell ? " with \(name(claim.cell))" : ""
        let bound = "(\(claim.comparison.rawValue) \(Self.figure(claim.number)))"
        guard let own = value(claim.column, claim.cell) else {
            return ("\(claim.column.name)\(place) n/a \(bound)", false)
        }
        let head = "\(claim.column.name)\(place) \(Self.figure(own))\(naming)"
        guard let reference else { return ("\(head) \(bound)", claim.holds(own, claim.number)) }
        guard let other = reference.value, other > 0 else {
            return ("\(head), \(reference.name) n/a \(bound)", false)
        }
        return (
            "\(head), \(Self.figure(own / other))× \(reference.name) \(bound)",
            claim.holds(own, claim.number * other)
        )
    }

    /// The flags with which a cell's run says nothing about the claim, where it is about the cell.
    func unfitFlags(of cell: Int) -> Set<HonestyFlag> {
        guard cell == claim.cell || cell == referenceCell else { return [] }
        return Set(runs[cell].flags.filter { isUnfit($0, in: runs[cell], cell) })
    }

    /// What was not read to its end, not counted exactly, cut short or not asked for as planned is
    /// no measurement. A generator that set the pace of `rate: max` was measured itself; at a fixed
    /// rate its delay is part of latencies from the intended time: from a tenth of them on it
    /// matters to what is claimed to be long, and to what something is claimed to be short beside.
    /// Drift is what many pitfalls are about, and a percentile with too few samples is
    /// left out anyway.
    private func isUnfit(_ flag: HonestyFlag, in run: RunResult, _ cell: Int) -> Bool {
        switch flag {
        case .notDrained, .inexactVerdict, .byteCap, .fellBehind: return true
        case .generatorLimited:
            guard run.dimensions.rate != "max" else {
                return claim.column.kind != .verification
            }
            guard claim.column.name.hasPrefix("publish_") || claim.column.name.hasPrefix("end_to_")
            else { return false }
            guard helps(cell) else { return false }
            let delay = run.latency.publishDelay.value(atPercentile: 99)?.seconds ?? 0
            return delay * 1e6 > 0.1 * (value(claim.column, cell) ?? 0)
        case .notSteady, .diskThrottled, .tooFewSamples: return false
        }
    }

    /// Whether a larger value of this cell makes the claim hold sooner.
    private func helps(_ cell: Int) -> Bool {
        switch claim.comparison {
        case .above, .atLeast: cell == claim.cell
        case .below, .atMost: cell == referenceCell
        case .equal: true
        }
    }

    /// The cell that the claim compares with, where it compares cells.
    private var referenceCell: Int? {
        guard case .cell(let cell) = claim.reference else { return nil }
        return cell
    }

    private var reference: (name: String, value: Double?)? {
        switch claim.reference {
        case .cell(let cell): ("that with \(name(cell))", value(claim.column, cell))
        case .column(let column): (column.name, value(column, claim.cell))
        case nil: nil
        }
    }

    private func value(_ column: ResultColumn, _ cell: Int) -> Double? {
        column.value(runs[cell], environment).number
    }

    private func name(_ cell: Int) -> String { cells.isEmpty ? "cell \(cell)" : cells[cell] }

    /// The names of what is counted, where they are known.
    private var naming: String {
        guard claim.column.name == "idle_members" else { return "" }
        let names = runs[claim.cell].group?.idleMembers ?? []
        guard !names.isEmpty else { return "" }
        let rest = names.count > Self.namesMax ? " and \(names.count - Self.namesMax) more" : ""
        return ", " + names.prefix(Self.namesMax).joined(separator: ", ") + rest
    }

    private static let namesMax = 4

    /// Whole from 100 on, else to a hundredth.
    private static func figure(_ number: Double) -> String {
        CellValue.number(
            number.magnitude >= 100 ? number.rounded() : (number * 100).rounded() / 100
        ).csvText
    }
}

extension ResultColumn {
    /// What a flag has to cast doubt on to cast it on this column. By the unit at the end of the
    /// name.
    fileprivate var kind: MeasureKind {
        if name.hasSuffix("_per_s") { return .throughput }
        if name.hasSuffix("_us") || name.hasSuffix("_ms") || name.hasSuffix("_s") {
            return .latency
        }
        return name.hasPrefix("cpu_") ? .cost : .verification
    }
}
