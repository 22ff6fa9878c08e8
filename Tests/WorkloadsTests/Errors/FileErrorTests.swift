import Foundation
import Testing
import Workloads

@Suite struct FileErrorTests {
    let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("weir-workloads-\(UUID().uuidString)").path

    init() throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
    }

    private func failure(path: String) -> String {
        do {
            return "no error, but \(try WorkloadFile.load(path: path).name)"
        } catch {
            return error.description
        }
    }

    private func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(filePath: "\(folder)/\(name)"))
    }

    @Test func `files that cannot be read are named`() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try write([0x6e, 0xff, 0xfe], to: "binary.yaml")
        try write([UInt8](repeating: 0x23, count: (1 << 20) + 1), to: "large.yaml")
        #expect(
            failure(path: "\(folder)/none.yaml") == "\(folder)/none.yaml: no such file or folder")
        #expect(failure(path: folder) == "\(folder): is a folder; expected a workload file")
        #expect(
            failure(path: "\(folder)/binary.yaml/x") == "\(folder)/binary.yaml/x: is not a folder")
        #expect(
            failure(path: "\(folder)/binary.yaml") == "\(folder)/binary.yaml: is not UTF-8 text")
        #expect(
            failure(path: "\(folder)/large.yaml")
                == "\(folder)/large.yaml: is above 1MiB; a workload file is text")
    }

    @Test func `a catalog holds the good files and the errors of the others`() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let good = "name: b\nquestion: q\ntopic: {partitions: [1, 2]}\nrun: {repetitions: 2}\n"
        try write(Array(good.utf8), to: "b.yaml")
        try write(Array("name: a\nquestion: r\n".utf8), to: "a.yml")
        try write(Array("name: c\n".utf8), to: "c.yaml")
        try write(Array("not a workload".utf8), to: "README.md")
        let catalog = try WorkloadCatalog.list(directory: folder)
        #expect(catalog.entries.map(\.name) == ["a", "b"])
        #expect(catalog.entries.map(\.question) == ["r", "q"])
        #expect(catalog.entries.map(\.path) == ["\(folder)/a.yml", "\(folder)/b.yaml"])
        #expect(catalog.entries.map(\.cellCount) == [1, 2])
        // One second of warm-up and five measured are the defaults.
        #expect(catalog.entries.map(\.estimatedSeconds) == [18, 24])
        #expect(
            catalog.errors.map(\.description)
                == ["\(folder)/c.yaml:1:1: the key 'question' is missing"])
    }

    @Test func `a missing folder is named`() {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(throws: WorkloadError.unreadable(path: "/none", reason: "no such file or folder")) {
            try WorkloadCatalog.list(directory: "/none")
        }
    }
}
