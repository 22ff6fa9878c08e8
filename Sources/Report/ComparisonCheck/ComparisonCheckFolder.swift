package import Comparisons
import Foundation
package import RunResults

/// The folder of a check of comparisons, to which each outcome is added as it comes, so that a
/// check that was cut short goes on where it was.
package struct ComparisonCheckFolder: Sendable {
    package let path: String
    package let header: Header
    package private(set) var outcomes: [CheckOutcome]

    /// What the check is made of.
    package struct Header: Sendable, Codable, Equatable {
        package var plan: CheckPlan
        /// The workload as it is run.
        package var workload: String
        package var environment: RunEnvironment

        package init(plan: CheckPlan, workload: String, environment: RunEnvironment) {
            self.plan = plan
            self.workload = workload
            self.environment = environment
        }
    }

    private static let headerFile = "check.json"
    private static let outcomesFile = "trials.jsonl"

    /// The check that was begun at `path`; nil where there is nothing yet.
    ///
    /// - Throws: `ReportError` for a folder of something else, and for a check with another plan
    ///   or workload.
    package static func resume(
        _ path: String, plan: CheckPlan, workload: String
    ) throws(ReportError) -> ComparisonCheckFolder? {
        switch Files.kind(of: path) {
        case .missing: return nil
        case .file: throw .notAFolder(path: path)
        case .folder: break
        }
        let entries = try Files.entries(of: path)
        if entries.isEmpty { return nil }
        guard entries.contains(headerFile) else {
            throw .folderNotEmpty(path: path, found: entries[0])
        }
        let file = "\(path)/\(headerFile)"
        let header = try decoded(Header.self, from: Files.read(file), in: file)
        guard header.plan == plan, header.workload == workload else {
            throw .anotherCheck(path: path)
        }
        var outcomes: [CheckOutcome] = []
        let list = "\(path)/\(outcomesFile)"
        let written = Files.kind(of: list) == .file ? try Files.read(list) : Data()
        // A last line without its end was cut short: its comparison is made again.
        let data = written.prefix(
            upTo: (written.lastIndex(of: UInt8(ascii: "\n")) ?? written.startIndex - 1) + 1)
        if data.count < written.count {
            try Files.replace(list, with: String(decoding: data, as: UTF8.self))
        }
        for line in data.split(separator: UInt8(ascii: "\n")) {
            outcomes.append(try decoded(CheckOutcome.self, from: Data(line), in: list))
        }
        return ComparisonCheckFolder(path: path, header: header, outcomes: outcomes)
    }

    /// Begins a check in a new or empty folder. `inputs` are the files that the workload names, by
    /// their paths in the folder.
    package static func begin(
        _ path: String, _ header: Header, inputs: [String: String] = [:]
    ) throws(ReportError) -> ComparisonCheckFolder {
        try Files.makeFolders(Files.absolute(path))
        try Files.write(header.workload, to: "\(path)/workload.yaml")
        try Files.write(inputs, into: path)
        try Files.replace("\(path)/\(headerFile)", with: JSONText.page(header))
        return ComparisonCheckFolder(path: path, header: header, outcomes: [])
    }

    /// Adds an outcome, and writes the summaries anew.
    package mutating func add(_ outcome: CheckOutcome) throws(ReportError) {
        outcomes.append(outcome)
        try Files.write(
            JSONText.line(outcome) + "\n", to: "\(path)/\(Self.outcomesFile)", appending: true)
        let text = ComparisonCheckText(header: header, outcomes: outcomes)
        try Files.replace("\(path)/trials.csv", with: text.csv)
        try Files.replace("\(path)/summary.md", with: text.markdown)
    }

    private static func decoded<Value: Decodable>(
        _ type: Value.Type, from data: Data, in path: String
    ) throws(ReportError) -> Value {
        switch JSONText.decode(type, from: data) {
        case .success(let value): return value
        case .failure(let reason): throw .brokenFile(path: path, reason: reason.text)
        }
    }
}
