/// Every setting that this version knows, in the order in which files are rendered and matrices
/// vary (the last the fastest).
///
/// A setting stands here only when something acts on it: one that does nothing would make its
/// user believe that it does.
enum WorkloadSchema {
    static let settings: [Setting] =
        topic + retention + producers + records + consumers + cluster + cleaning + run

    /// Keys of the file that are no settings.
    static let headings = ["name", "question", "reading", "faults", "also", "pitfall"]

    /// The mappings that hold settings, dotted, outermost first.
    static let sections: [String] = [
        "topic", "producers", "records", "records.key", "records.value", "consumers",
        "consumers.service.time", "consumers.commit", "cluster", "cluster.network", "run",
    ]

    /// The place in `settings` of the one at `path`, by its name or a synonym, or by the section
    /// whose short form it is.
    static func index(of path: String) -> Int? {
        settings.firstIndex { setting in
            setting.path == path || setting.isShortForm && setting.section == path
                || setting.synonyms.contains { "\(setting.section).\($0)" == path }
        }
    }

    /// What may stand directly in a section; the empty section is the file itself.
    static func keys(in section: String) -> [String] {
        let inner = sections.filter { parent(of: $0) == section }
            .map { section.isEmpty ? $0 : String($0.dropFirst(section.count + 1)) }
        let own = settings.filter { $0.section == section }.flatMap { [$0.key] + $0.synonyms }
        return inner + own
    }

    /// The section that holds another, whose own name may have dots; empty for the file itself.
    static func parent(of section: String) -> String {
        sections.filter { section.hasPrefix($0 + ".") }.max { $0.count < $1.count } ?? ""
    }

    /// The names of a section and of those that hold it, outermost first: `cluster`, `network`.
    static func names(of section: String) -> [String] {
        guard !section.isEmpty else { return [] }
        let parent = parent(of: section)
        let name = parent.isEmpty ? section : String(section.dropFirst(parent.count + 1))
        return names(of: parent) + [name]
    }
}
