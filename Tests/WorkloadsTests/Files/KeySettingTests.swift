import Foundation
import Testing
import Workloads

/// Settings of keys, and the files that weigh them.
@Suite struct KeySettingTests {
    /// A workload in a folder with `histogram` beside it.
    private func load(_ histogram: String?, _ body: String) throws -> WorkloadFile {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "weir-keys-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        if let histogram {
            try histogram.write(
                to: folder.appending(path: "h.txt"), atomically: true, encoding: .utf8)
        }
        let file = folder.appending(path: "w.yaml")
        try "name: t\nquestion: Q?\n\(body)".write(to: file, atomically: true, encoding: .utf8)
        do {
            return try WorkloadFile.load(path: file.path)
        } catch {
            throw Message(
                text: error.description.replacing(folder.path + "/", with: ""))
        }
    }

    private struct Message: Error { var text: String }

    private func message(_ histogram: String?, _ body: String) -> String {
        do {
            return "no error, but \(try load(histogram, body).cells.count) cells"
        } catch {
            return (error as? Message)?.text ?? "\(error)"
        }
    }

    private static let histogram = "records: {key: {distribution: histogram, file: h.txt}}\n"

    @Test func `a histogram lies beside its workload and says how many keys there are`() throws {
        let file = try load("# orders by customer\n3\n\n 0.5 # small\n1e3\n", Self.histogram)
        let key = try #require(file.cells.first).records.key
        #expect(key.cardinality == 3)
        #expect(key.histogram == KeyHistogram(path: "h.txt", weights: [3, 0.5, 1_000]))
        #expect(file.renderedYAML.contains("    file: h.txt\n"))
    }

    @Test(arguments: [
        ("1\nabc\n", "h.txt:2: 'abc' is not one count or weight above 0"),
        ("1\n0\n", "h.txt:2: 0 is not one count or weight above 0"),
        ("-1\n", "h.txt:1: -1 is not one count or weight above 0"),
        ("1\n\n2 3\n", "h.txt:3: '2 3' is not one count or weight above 0"),
        ("nan\n", "h.txt:1: 'nan' is not one count or weight above 0"),
        ("# nothing\n", "h.txt: has no line with a weight; expected at least one"),
    ])
    func `a line that is no weight is named`(histogram: String, expected: String) {
        #expect(message(histogram, Self.histogram) == expected)
    }

    @Test func `a file that is not there is named where it is asked for`() {
        #expect(
            message(nil, Self.histogram)
                == "w.yaml:3:48: records.key.file: h.txt: no such file or folder")
    }

    @Test func `a histogram needs a file, and enough keys for the producers`() {
        #expect(
            message(nil, "records: {key: {distribution: histogram}}\n")
                == "w.yaml:3:31: records.key.distribution histogram needs records.key.file")
        #expect(
            message("1\n1\n", Self.histogram + "producers: {count: 3}\n").contains(
                "records.key.cardinality 2 is below producers.count 3"))
    }

    @Test(arguments: [
        ("distribution: zipfian, hot.share: 0.5", "hot.share 0.5", "hot-set"),
        ("distribution: uniform, hot.keys: 10", "hot.keys 10", "hot-set"),
        ("distribution: [uniform, zipfian], turnover: 3", "turnover 3", "latest"),
        ("distribution: uniform, file: h.txt", "file h.txt", "histogram"),
    ])
    func `a setting that no cell reads is an error`(
        body: String, setting: String, needed: String
    ) {
        let found = message("1\n", "records: {key: {\(body)}}\n")
        #expect(
            found.hasSuffix(
                "records.key.\(setting) does nothing here; it takes records.key.distribution "
                    + needed), "\(found)")
    }

    @Test func `the number of keys does nothing beside a histogram`() {
        let body = "records: {key: {distribution: histogram, file: h.txt, cardinality: 5}}\n"
        #expect(message("1\n2\n", body).contains("records.key.cardinality 5 does nothing here"))
        let five = "1\n2\n3\n4\n5\n"
        #expect(message(five, body).contains("records.key.cardinality 5 does nothing here"))
    }

    @Test func `a setting that one cell of a sweep reads is none`() throws {
        let file = try load(
            nil,
            "records: {key: {distribution: [uniform, hot-set], hot.keys: [10, 20], "
                + "hot.share: 0.5, cardinality: 100}}\n")
        #expect(file.cells.count == 3)
        #expect(file.cells.map(\.records.key.hotShare) == [0.9, 0.5, 0.5])
    }

    @Test(arguments: ["0", "1.5", "-3", "10%", "some"])
    func `hot keys are a part below 1 or a whole number`(text: String) {
        let found = message(
            nil, "records: {key: {distribution: hot-set, hot.keys: \(text)}}\n")
        #expect(found.contains("is not a part of the keys below 1, such as 0.1, or how many"))
    }

    @Test func `hot keys are fewer than all`() {
        #expect(
            message(nil, "records: {key: {distribution: hot-set, cardinality: 50, hot.keys: 50}}\n")
                == "w.yaml:3:67: records.key.hot.keys 50 is 50 keys, not fewer than "
                + "records.key.cardinality 50")
    }
}
