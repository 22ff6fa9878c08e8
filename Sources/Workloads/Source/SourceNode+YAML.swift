import Yams

extension SourceNode {
    /// Parses one YAML document; nil when it holds nothing but comments.
    ///
    /// Throws `WorkloadError.invalid` at the place of a syntax error, a key given twice, or a
    /// piece of YAML that workloads have no use for.
    static func parse(yaml: String, source: String) throws(WorkloadError) -> SourceNode? {
        let root: Node?
        do {
            root = try compose(yaml: yaml, .basic, .default, .utf8)
        } catch let error as YamlError {
            throw WorkloadError(error, yaml: yaml, source: source)
        } catch {
            throw .invalid(place: SourcePlace(source: source), problem: "\(error)".collapsed)
        }
        guard let root else { return nil }
        return try SourceNode(root, source: source)
    }

    private init(_ node: Node, source: String) throws(WorkloadError) {
        place = SourcePlace(node, source: source)
        switch node {
        case .scalar(let scalar):
            try Self.refuseTag(node, at: place)
            content = .scalar(scalar.string)
        case .sequence(let sequence):
            try Self.refuseTag(node, at: place)
            var items: [SourceNode] = []
            for item in sequence { items.append(try SourceNode(item, source: source)) }
            content = .list(items)
        case .mapping(let mapping):
            try Self.refuseTag(node, at: place)
            var entries: [Entry] = []
            for (key, value) in mapping {
                let keyPlace = SourcePlace(key, source: source)
                guard case .scalar(let name) = key else {
                    throw .invalid(place: keyPlace, problem: "a key must be a word")
                }
                entries.append(
                    Entry(
                        key: name.string, keyPlace: keyPlace,
                        value: try SourceNode(value, source: source)))
            }
            content = .mapping(entries)
        case .alias:
            throw .invalid(place: place, problem: "an alias without its anchor")
        }
    }

    /// An explicit tag such as `!!int` would promise a conversion that is not made.
    private static func refuseTag(_ node: Node, at place: SourcePlace) throws(WorkloadError) {
        let plain: [Tag.Name] = [.implicit, .str, .map, .seq]
        guard plain.contains(where: { $0.rawValue == node.tag.description }) else {
            throw .invalid(
                place: place, problem: "the YAML tag '\(node.tag)' is not used here")
        }
    }
}

extension SourcePlace {
    fileprivate init(_ node: Node, source: String) {
        self.init(source: source, line: node.mark?.line, column: node.mark?.column)
    }

    fileprivate init(_ mark: Mark, source: String) {
        self.init(source: source, line: mark.line, column: mark.column)
    }
}

extension WorkloadError {
    fileprivate init(_ error: YamlError, yaml: String, source: String) {
        switch error {
        case .scanner(let context, let problem, let mark, _),
            .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let place = SourcePlace(mark, source: source)
            if Self.isTab(at: mark, in: yaml) {
                self = .invalid(place: place, problem: "a tab, where YAML takes spaces only")
            } else if problem.hasPrefix("Maximum nesting level") {
                self = .invalid(place: place, problem: "not valid YAML: it nests too deep")
            } else {
                let during = context.map { " (\($0.text))" } ?? ""
                self = .invalid(place: place, problem: "not valid YAML: \(problem)\(during)")
            }
        case .duplicatedKeysInMapping(let duplicates, let context):
            self = .invalid(
                place: SourcePlace(context.mark, source: source),
                problem: "key \((duplicates.first ?? "").shown) is given more than once")
        case .reader(let problem, let offset, _, _):
            self = .invalid(
                place: Self.place(atCharacter: offset, in: yaml, source: source),
                problem: "not valid YAML: \(problem)")
        default:
            self = .invalid(
                place: SourcePlace(source: source), problem: "not valid YAML: \(error)".collapsed)
        }
    }

    private static func isTab(at mark: Mark, in yaml: String) -> Bool {
        let lines = yaml.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.indices.contains(mark.line - 1) else { return false }
        return lines[mark.line - 1].unicodeScalars.dropFirst(mark.column - 1).first == "\t"
    }

    private static func place(
        atCharacter offset: Int?, in yaml: String, source: String
    ) -> SourcePlace {
        guard let offset else { return SourcePlace(source: source) }
        let before = yaml.prefix(offset)
        let line = before.count { $0.isNewline } + 1
        let column = before.reversed().prefix { !$0.isNewline }.count + 1
        return SourcePlace(source: source, line: line, column: column)
    }
}
