import RunResults

/// A comparison as `comparison.csv` has it: two sides, and what was measured of both.
struct ComparedPair: Equatable {
    /// The primary measure first: at least one.
    var rows: [ComparedRow]

    /// What tells it from the other comparisons of its file; empty where it is the only one.
    var heading: String { rows.first?.configuration ?? "" }
    var a: String { rows.first?.a ?? "" }
    var b: String { rows.first?.b ?? "" }

    /// What is compared with what.
    var title: String {
        (heading.isEmpty ? "" : "\(heading): ") + "\(b) against \(a)"
    }

    /// The flags of either side.
    var flags: Set<HonestyFlag> {
        Set(rows.flatMap { Self.flags($0.aFlags) + Self.flags($0.bFlags) })
    }

    /// The flags in a cell of the file.
    static func flags(_ text: String) -> [HonestyFlag] {
        text.split(separator: ";").compactMap { part in
            part.split(separator: " ").first.flatMap { HonestyFlag(rawValue: String($0)) }
        }
    }

    /// The comparisons of a results folder; empty where nothing was compared in it.
    static func pairs(in folder: String) throws(ReportError) -> [ComparedPair] {
        let path = "\(folder)/\(ResultsFolder.comparisonTable)"
        guard Files.kind(of: path) == .file else { return [] }
        let text = String(decoding: try Files.read(path), as: UTF8.self)
        return pairs(of: try ComparedRow.rows(of: text, path: path))
    }

    /// The rows from one primary measure to the next make a comparison.
    static func pairs(of rows: [ComparedRow]) -> [ComparedPair] {
        var pairs: [ComparedPair] = []
        for row in rows {
            if row.isPrimary || pairs.isEmpty {
                pairs.append(ComparedPair(rows: [row]))
            } else {
                pairs[pairs.count - 1].rows.append(row)
            }
        }
        return pairs
    }
}
