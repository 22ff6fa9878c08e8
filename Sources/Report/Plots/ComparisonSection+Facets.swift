import RunResults

extension ComparisonSection {
    /// The place among the labels of the setting that stands on horizontal axes: the first that
    /// varies, mostly partitions; nil where none does.
    var axis: Int? { varying.first }

    /// The labels that vary within this section, by their places.
    private var varying: [Int] {
        labels.indices.filter { index in Set(rows.map { $0.labels[index] }).count > 1 }
    }

    /// The rows of each combination of the settings that vary, but for that of `axis`: a picture
    /// each. Its name is empty where no other varies.
    func facets(_ axis: Int?) -> [(name: String, rows: [Row])] {
        let others = varying.filter { $0 != axis }
        var order: [String] = []
        var facets: [String: [Row]] = [:]
        for row in rows {
            let name = others.map { labels[$0] }.phrases(row.dimensions).joined(separator: ", ")
            if facets[name] == nil { order.append(name) }
            facets[name, default: []].append(row)
        }
        return order.map { ($0, facets[$0] ?? []) }
    }
}
