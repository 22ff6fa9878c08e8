import Foundation
import Testing
import Workloads

/// A workload that names files is kept with them.
@Suite final class HistogramCopyTests {
    private let folder = FileManager.default.temporaryDirectory
        .appending(path: "weir-copy-\(UUID().uuidString)")

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Writes files by their paths, and answers the path of the first.
    private func write(_ files: (String, String)...) throws -> String {
        for (path, text) in files {
            let file = folder.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        return folder.appending(path: files.first?.0 ?? "").path
    }

    private static let head = "name: t\nquestion: Q?\n"

    @Test(arguments: [
        "keys.txt", "a b.txt", "a # b.txt", "a: b.txt", "[x].txt", "*x", "&x", "'x'", "x\"y", "-x",
        "ä.txt", "a,b", "none.txt", "{x}", "!x", "%x", "@x", "x:", "true", "~",
    ])
    func aFileOfAnyNameIsReadAgain(name: String) throws {
        let quoted = name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        let path = try write(
            (
                "w.yaml",
                Self.head + "records: {key: {distribution: histogram, file: \"\(quoted)\"}}\n"
            ), (name, "3\n1\n"))
        let file = try WorkloadFile.load(path: path)
        #expect(file.cells.first?.records.key.histogram?.weights == [3, 1])
        let again = try WorkloadFile(parsing: file.renderedYAML, path: path)
        #expect(again.cells == file.cells)
    }

    @Test func aCopyHoldsTheFilesThatTheWorkloadNames() throws {
        let path = try write(
            (
                "deep/w.yaml",
                Self.head + """
                    records:
                      key: {distribution: histogram, file: [h.txt, ../h.txt, "../h.txt"]}
                      value: {distribution: histogram, file: sizes/h.txt}
                    also: [{records: {key: {file: ../x y.txt}}}]
                    """
            ), ("deep/h.txt", "# two\n3\n1\n"), ("h.txt", "1\n2\n"), ("x y.txt", "5\n5\n"),
            ("deep/sizes/h.txt", "100 1\n"))
        let file = try WorkloadFile.load(path: path)
        #expect(file.cells.count == 3)
        let copy = file.copy
        #expect(
            copy.files == [
                "inputs/h.txt": "# two\n3\n1\n", "inputs/2-h.txt": "1\n2\n",
                "inputs/3-h.txt": "100 1\n", "inputs/x y.txt": "5\n5\n",
            ])
        for (name, text) in copy.files { _ = try write(("results/\(name)", text)) }
        let kept = try write(("results/workload.yaml", copy.text))
        let again = try WorkloadFile.load(path: kept)
        #expect(
            again.cells.map(\.records.key.histogram?.weights)
                == file.cells.map(\.records.key.histogram?.weights))
        #expect(again.cells.allSatisfy { $0.records.value.histogram?.sizes == [100] })
        #expect(
            again.cells.map(\.records.key.cardinality) == file.cells.map(\.records.key.cardinality))
        // A copy of the copy is the same.
        #expect(again.copy.files.count == 4)
    }

    @Test func aWorkloadWithoutFilesIsItsOwnCopy() throws {
        let file = try WorkloadFile(parsing: Self.head, path: "w.yaml")
        #expect(file.copy == WorkloadCopy(text: file.renderedYAML, files: [:]))
    }
}
