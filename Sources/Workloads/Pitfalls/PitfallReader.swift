/// Reads the heading `pitfall` of a workload file.
enum PitfallReader {
    private static let keys = ["fix", "cells", "damage", "fixed"]

    /// - Parameters:
    ///   - cells: how many cells the file's own settings make.
    ///   - added: how many the entries of `also` add.
    ///   - hasFaults: whether the file has faults.
    static func read(
        _ node: SourceNode?, cells: Int, added: Int, hasFaults: Bool
    ) throws(WorkloadError) -> Pitfall? {
        guard let node else { return nil }
        guard case .mapping(let entries) = node.content, !entries.isEmpty else {
            throw .invalid(
                place: node.place,
                problem: "pitfall: expected a mapping with fix, damage and fixed, found "
                    + node.kind)
        }
        var values: [String: SourceNode] = [:]
        for entry in entries {
            guard keys.contains(entry.key) else {
                throw .invalid(
                    place: entry.keyPlace,
                    problem: "unknown key \(entry.key.shown) in pitfall; expected one of "
                        + keys.joined(separator: ", "))
            }
            values[entry.key] = entry.value
        }
        guard cells == 1 else {
            throw .invalid(
                place: node.place,
                problem: "pitfall: the damage is \(cells) cells; expected one, and the fix in also")
        }
        guard added > 0 else {
            throw .invalid(
                place: node.place,
                problem: "pitfall: no fix: expected at least one entry in also, the last of which "
                    + "is the fix")
        }
        guard case .scalar(let fix)? = values["fix"]?.content, !fix.collapsed.isEmpty else {
            throw .invalid(
                place: values["fix"]?.place ?? node.place,
                problem: "pitfall.fix: expected a text that says what the fix is, found "
                    + (values["fix"]?.kind ?? "nothing"))
        }
        let count = cells + added
        let damage = try claims("damage", values, node, home: 0, cells: count)
        let fixed = try claims("fixed", values, node, home: count - 1, cells: count)
        try PitfallCheck(
            damage: damage, fixed: fixed, fixedCell: count - 1,
            fixedPlace: values["fixed"]?.place ?? node.place, hasFaults: hasFaults
        ).check()
        return Pitfall(
            fix: fix.collapsed, damage: damage, fixed: fixed,
            cells: try names(values["cells"], cells: count))
    }

    private static func names(
        _ node: SourceNode?, cells: Int
    ) throws(WorkloadError) -> [String] {
        guard let node else { return [] }
        var items: [SourceNode] = []
        if case .list(let found) = node.content { items = found }
        guard items.count == cells else {
            throw .invalid(
                place: node.place,
                problem: "pitfall.cells: expected a list of \(cells) names, one for each cell, "
                    + "found \(items.isEmpty ? node.kind : "\(items.count)")")
        }
        var names: [String] = []
        for item in items {
            guard case .scalar(let text) = item.content, !text.collapsed.isEmpty else {
                throw .invalid(
                    place: item.place,
                    problem: "pitfall.cells: expected a cell's name, found \(item.kind)")
            }
            names.append(text.collapsed)
        }
        return names
    }

    private static func claims(
        _ key: String, _ values: [String: SourceNode], _ node: SourceNode, home: Int,
        cells: Int
    ) throws(WorkloadError) -> [PitfallClaim] {
        let found = values[key]
        var texts: [SourceNode] = []
        switch found?.content {
        case .scalar(let text)? where !text.isEmpty: texts = [found].compactMap { $0 }
        case .list(let items)? where !items.isEmpty: texts = items
        default:
            throw .invalid(
                place: found?.place ?? node.place,
                problem: "pitfall.\(key): expected a claim such as 'duplicates > 0' or a list of "
                    + "them, found \(found?.kind ?? "nothing")")
        }
        var claims: [PitfallClaim] = []
        for item in texts {
            guard case .scalar(let text) = item.content else {
                throw .invalid(
                    place: item.place,
                    problem: "pitfall.\(key): expected a claim such as 'duplicates > 0', found "
                        + item.kind)
            }
            claims.append(try PitfallClaim(text, at: item.place, home: home, cells: cells))
        }
        return claims
    }
}
