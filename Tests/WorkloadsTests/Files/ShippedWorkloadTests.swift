import Faults
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
                == [
                    "acks", "blackout", "bursts", "compression", "consumers", "failover",
                    "hot-key", "keys", "linger-and-batch", "many-partitions", "partitions",
                    "power-loss", "quick", "record-size", "replication", "retries-in-flight",
                    "rolling-restart",
                    "saturation", "slow-follower", "soak", "tail-latency", "zombie-leader",
                ])
        for entry in catalog.entries {
            let file = try WorkloadFile.load(path: entry.path)
            #expect(entry.path.hasSuffix("/\(entry.name).yaml"))
            #expect(file.source.hasPrefix("#"))
            #expect(file.reading != nil)
            #expect(entry.name == "failover" || file.skipped.isEmpty)
            let again = try WorkloadFile(parsing: file.renderedYAML, path: "again.yaml")
            #expect(again.cells == file.cells)
        }
    }

    @Test func `every pitfall loads and claims its damage and its fix`() throws {
        let catalog = try WorkloadCatalog.list(directory: Self.folder + "/pitfalls")
        #expect(catalog.errors.isEmpty)
        #expect(
            catalog.entries.map(\.name)
                == [
                    "acks-one", "commit-before", "hot-key", "no-key", "rebalance-storm",
                    "resized-topic", "retention-cliff", "retries", "too-many-consumers",
                    "wrong-key",
                ])
        for entry in catalog.entries {
            let file = try WorkloadFile.load(path: entry.path)
            #expect(entry.path.hasSuffix("/\(entry.name).yaml"))
            #expect(file.source.hasPrefix("#") && file.skipped.isEmpty && file.cells.count >= 2)
            #expect(file.pitfall != nil, "\(entry.name)")
            let again = try WorkloadFile(parsing: file.renderedYAML, path: "again.yaml")
            #expect(again.cells == file.cells)
        }
        #expect(catalog.entries.reduce(0) { $0 + $1.estimatedSeconds } < 240)
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
        #expect(manual.contains(message("kill: leader", "kill: leeder")))
        let late = optionMessage(String(example.1), "at=12s,kill=leader")
        #expect(manual.contains(late))
        let list = try #require(manual.firstMatch(of: /```yaml\n(faults:[^`]*)```/))
        let settings =
            "topic: {partitions: 4, replication.factor: 3}\nrun: {duration: 20s}\n"
        #expect(try workload(settings + list.1).faults.count == 4)
    }

    private func optionMessage(_ text: String, _ fault: String) -> String {
        do {
            let overrides = WorkloadOverrides(faults: [fault])
            _ = try WorkloadFile(parsing: text, path: "w.yaml", overrides: overrides)
            return "no error"
        } catch {
            return error.description
        }
    }

    @Test func `the manual has a row for every setting, with its default`() throws {
        let manual = try String(contentsOfFile: "\(Self.folder)/README.md", encoding: .utf8)
        let rendered = try workload("").renderedYAML.split(separator: "\n").dropFirst(2)
        var path: [String] = []
        for line in rendered {
            let depth = line.prefix { $0 == " " }.count / 2
            let sides = line.drop { $0 == " " }.split(separator: ":", maxSplits: 1)
            path = path.prefix(depth) + [String(sides[0])]
            guard sides.count == 2 else { continue }
            let key = path.dropFirst().joined(separator: ": ")
            let row = try #require(
                manual.split(separator: "\n").first { $0.hasPrefix("| `\(key)` |") }, "\(key)")
            let standard = sides[1].drop { $0 == " " }
            let isThere =
                row.hasSuffix("| \(standard) |") || row.hasSuffix("| \(standard.dropLast()) |")
            #expect(isThere, "\(key): \(standard) is not the default in \(row)")
        }
    }

    @Test func `the manual has a row for every fault`() throws {
        let manual = try String(contentsOfFile: "\(Self.folder)/README.md", encoding: .utf8)
        for kind in FaultKind.allCases {
            #expect(manual.contains("\n| `\(kind.rawValue): "), "\(kind.rawValue)")
        }
    }

    @Test(arguments: [
        ("failover", 10, 130.0), ("rolling-restart", 4, 78), ("zombie-leader", 4, 66),
        ("slow-follower", 4, 78), ("power-loss", 6, 81), ("blackout", 6, 81),
        ("retries-in-flight", 4, 54), ("many-partitions", 2, 16),
    ])
    func `the workloads with faults are as their comments say`(
        name: String, cellCount: Int, seconds: Double
    ) throws {
        let file = try load(name)
        #expect(file.cells.count == cellCount)
        #expect(abs(file.estimatedSeconds - seconds) < 1e-6)
        #expect(!file.faults.isEmpty)
        for line in file.source.split(separator: "\n") where line.hasPrefix("# Takes") {
            #expect(line.hasPrefix("# Takes about \(Int(seconds)) seconds: \(cellCount) cells,"))
        }
        let quick = try WorkloadFile.load(
            path: "\(Self.folder)/\(name).yaml", overrides: WorkloadOverrides(isQuick: true))
        #expect(quick.cells.count == cellCount)
        // Everything that was stopped is back before the measured time ends.
        for cell in file.cells {
            for occurrence in cell.faults.flatMap({ $0.occurrences(within: cell.run.duration) }) {
                #expect(occurrence.end.map { $0 < cell.run.duration } ?? false)
            }
        }
    }

    @Test func `failover has every combination that can be`() throws {
        let file = try load("failover")
        let seen = file.cells.map { cell in
            let topic = cell.topic
            return "\(topic.replicationFactor) \(topic.minInsyncReplicas) "
                + cell.producers.acks.rawValue
        }
        #expect(
            Set(seen) == [
                "1 1 1", "1 1 all", "2 1 1", "2 1 all", "2 2 1", "2 2 all", "3 1 1", "3 1 all",
                "3 2 1", "3 2 all",
            ])
        #expect(file.skipped.count == 2)
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

    @Test(arguments: [
        ("partitions", 12, 144.0), ("replication", 12, 144), ("consumers", 8, 180),
        ("record-size", 6, 72), ("linger-and-batch", 16, 96), ("compression", 14, 126),
        ("bursts", 6, 126), ("hot-key", 6, 108), ("soak", 1, 1_860),
    ])
    func `the workloads of loads are as their comments say`(
        name: String, cellCount: Int, seconds: Double
    ) throws {
        let file = try load(name)
        #expect(file.cells.count == cellCount)
        #expect(abs(file.estimatedSeconds - seconds) < 1e-6)
        #expect(file.source.contains(": \(cellCount) cell"))
        #expect(file.source.hasPrefix("# Question: "))
        #expect(file.source.contains("\n# How to read it: "))
        #expect(file.source.contains("\n# Takes about "))
        let manual = try String(contentsOfFile: "\(Self.folder)/README.md", encoding: .utf8)
        #expect(manual.contains("\n| `\(name).yaml` | "))
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
