import Foundation
import Records
import Testing
import Workloads

@Suite struct ShippedWorkloadTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Workloads").path

    private func load(_ name: String) throws -> WorkloadFile {
        try WorkloadFile.load(path: "\(Self.folder)/\(name).yaml")
    }

    @Test func `every workload loads, is named as its file and says how to read it`() throws {
        let catalog = try WorkloadCatalog.list(directory: Self.folder)
        #expect(catalog.errors.isEmpty)
        #expect(
            catalog.entries.map(\.name)
                == ["acks", "keys", "quick", "saturation", "tail-latency"])
        for entry in catalog.entries {
            let file = try WorkloadFile.load(path: entry.path)
            #expect(entry.path.hasSuffix("/\(entry.name).yaml"))
            #expect(file.source.hasPrefix("#"))
            #expect(file.reading != nil)
            #expect(file.skipped.isEmpty)
            let again = try WorkloadFile(parsing: file.renderedYAML, path: "again.yaml")
            #expect(again.cells == file.cells)
        }
    }

    @Test func `the file that the manual shows is a workload`() throws {
        let manual = try String(contentsOfFile: "\(Self.folder)/README.md", encoding: .utf8)
        let example = try #require(manual.firstMatch(of: /```yaml\n(name: [^`]*)```/))
        let file = try WorkloadFile(parsing: String(example.1), path: "README.md")
        #expect(file.cells.count == 4)
        // The mistakes that the manual shows are made in this file.
        func message(_ good: String, _ bad: String) -> String {
            let text = example.1.replacing(good, with: bad, maxReplacements: 1)
            do {
                _ = try WorkloadFile(parsing: String(text), path: "Workloads/orders.yaml")
                return "no error"
            } catch {
                return error.description
            }
        }
        #expect(manual.contains(message("partitions: [3, 12]", "partitions: 0")))
        #expect(manual.contains(message("partitions:", "partitons:")))
        #expect(manual.contains(message("duration: 10s", "duration: 10")))
    }

    @Test func `quick takes at most 80 seconds with its overhead`() throws {
        let file = try load("quick")
        let runs = file.cells.reduce(0) { $0 + $1.run.repetitions }
        #expect(file.cells.count == 33)
        #expect(file.estimatedSeconds + 0.15 * Double(runs) <= 80)
        #expect(file.cells.count { $0.records.key.field == .none } == 1)
    }

    @Test func `the matrices are as their comments say`() throws {
        #expect(try load("acks").cells.count == 12)
        #expect(try load("acks").estimatedSeconds == 300)
        #expect(try load("keys").cells.count == 8)
        #expect(try load("keys").estimatedSeconds == 144)
        #expect(try load("saturation").cells.count == 12)
        #expect(try load("saturation").estimatedSeconds == 144)
        #expect(try load("tail-latency").cells.count == 6)
        #expect(try load("tail-latency").estimatedSeconds == 1_116)
    }

    @Test func `tail latency holds ten records beyond the last percentile`() throws {
        for cell in try load("tail-latency").cells {
            guard case .recordsPerSecond(let rate) = cell.producers.rate else {
                Issue.record("a run without a rate")
                continue
            }
            #expect(rate * cell.run.duration.seconds * 1e-4 >= 10)
        }
    }
}
