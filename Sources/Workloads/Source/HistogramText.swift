import Glibc

/// Reads the files that distributions come from: a line for each outcome, numbers separated by
/// white space; empty lines and what follows a `#` are left out.
struct HistogramText {
    /// Far above any histogram; it keeps a device or a stray log from being read to its end.
    static let byteCountMax = 256 << 20

    /// The file's path, for messages.
    private let path: String
    /// The whole file.
    let text: String

    init(path: String, text: String) {
        self.path = path
        self.text = text
    }

    /// The file that `name` means in a workload of `folder`. Throws `WorkloadError.invalid` at
    /// `place`, where `setting` names it.
    static func load(
        _ name: String, in folder: String, for setting: String, at place: SourcePlace
    ) throws(WorkloadError) -> HistogramText {
        let path = name.hasPrefix("/") || folder.isEmpty ? name : "\(folder)/\(name)"
        do throws(WorkloadError) {
            let text = try SourceText.read(
                path: path, kind: "histogram", byteCountMax: byteCountMax)
            return HistogramText(path: path, text: text)
        } catch {
            throw .invalid(place: place, problem: "\(setting): \(error)")
        }
    }

    /// One weight above 0 on each line.
    func weights() throws(WorkloadError) -> [Double] {
        var weights: [Double] = []
        try forEachLine { (line, fields) throws(WorkloadError) in
            guard fields.count == 1, let weight = Self.weight(fields[0]) else {
                throw invalid(line, fields, expected: "one count or weight above 0")
            }
            weights.append(weight)
        }
        return weights
    }

    /// A size in bytes and a weight above 0 on each line.
    func sizes(
        atLeast least: Int, reason: String
    ) throws(WorkloadError) -> (sizes: [Int], weights: [Double]) {
        var sizes: [Int] = []
        var weights: [Double] = []
        try forEachLine { (line, fields) throws(WorkloadError) in
            guard fields.count == 2, let size = Int(fields[0]), size <= 1 << 29,
                let weight = Self.weight(fields[1])
            else {
                throw invalid(
                    line, fields, expected: "a size in bytes and a count or weight above 0")
            }
            guard size >= least else {
                throw .invalid(
                    place: SourcePlace(source: path, line: line),
                    problem: "\(size) is below \(least.byteText): \(reason)")
            }
            sizes.append(size)
            weights.append(weight)
        }
        return (sizes, weights)
    }

    /// A line's number from 1 and its fields, of each line that has any.
    func forEachLine(
        _ body: (Int, [Substring]) throws(WorkloadError) -> Void
    ) throws(WorkloadError) {
        var count = 0
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            let content = line.prefix { $0 != "#" }
            let fields = content.split(whereSeparator: \.isWhitespace)
            guard !fields.isEmpty else { continue }
            try body(index + 1, fields)
            count += 1
        }
        guard count > 0 else {
            throw .invalid(
                place: SourcePlace(source: path),
                problem: "has no line with a weight; expected at least one")
        }
    }

    /// The error of a line that is not what was expected.
    func invalid(_ line: Int, _ fields: [Substring], expected: String) -> WorkloadError {
        .invalid(
            place: SourcePlace(source: path, line: line),
            problem: "\(fields.joined(separator: " ").shown) is not \(expected)")
    }

    /// A finite number above 0; nil for anything else.
    static func weight(_ field: Substring) -> Double? {
        guard let number = Double(field), number > 0, number < 1e18 else { return nil }
        return number
    }
}
