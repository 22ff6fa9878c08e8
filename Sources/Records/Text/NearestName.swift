/// Finds what a misspelt name was meant to be.
package enum NearestName {
    /// The candidate fewest edits away from `name`, the first of equals; nil when even that one
    /// differs in more than half of the name, or in more than four places.
    package static func among(_ candidates: [String], to name: String) -> String? {
        let limit = min(4, (name.count + 1) / 2)
        let nearest = candidates.map { (distance($0, name), $0) }.min { $0.0 < $1.0 }
        guard let (edits, candidate) = nearest, edits <= limit else { return nil }
        return candidate
    }

    /// Insertions, deletions, substitutions and swaps of neighbours that lead from one to the
    /// other (optimal string alignment).
    package static func distance(_ a: String, _ b: String) -> Int {
        let a = Array(a.lowercased())
        let b = Array(b.lowercased())
        var rows = [Array(0...b.count)]
        for i in 1..<(a.count + 1) {
            var row = [i]
            for j in 1..<(b.count + 1) {
                let cost = a[i - 1] == b[j - 1] ? 0 : 1
                var best = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + cost)
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    best = min(best, rows[i - 2][j - 2] + 1)
                }
                row.append(best)
            }
            rows.append(row)
        }
        return rows[a.count][b.count]
    }
}
