import Foundation
import Testing
import Workloads

/// Settings of values and headers, and the files that weigh sizes.
@Suite struct ValueSettingTests {
    private func values(_ text: String, producers: String = "{}") -> String {
        "records: {value: {\(text)}}\nproducers: \(producers)\n"
    }

    private func cell(_ body: String) throws -> RunConfiguration {
        try #require(try workload(body).cells.first)
    }

    @Test func `the largest value is what a batch holds where nothing else is said`() throws {
        let text = "distribution: lognormal, median: 900B, sigma: 0.4"
        // A batch of one record takes 81 bytes and its key.
        #expect(try cell(values(text)).records.valueBytes == 65_536 - 81 - 8)
        #expect(
            try cell(values(text, producers: "{batch.size: 2KiB}")).records.valueBytes
                == 2_048 - 89)
        #expect(try cell(values(text + ", max: 3KiB")).records.valueBytes == 3_072)
        #expect(try cell(values("distribution: pareto, min: 100B")).records.value.minBytes == 100)
    }

    @Test(arguments: [
        ("distribution: uniform", "records.value.distribution uniform needs records.value.max"),
        (
            "distribution: lognormal",
            "records.value.distribution lognormal needs records.value.median"
        ),
        (
            "distribution: histogram",
            "records.value.distribution histogram needs records.value.file"
        ),
        (
            "distribution: uniform, min: 200B, max: 100B",
            "records.value.max 100B is below records.value.min 200B"
        ),
        (
            "distribution: lognormal, median: 2KiB, max: 1KiB",
            "records.value.median 2KiB is above records.value.max 1KiB"
        ),
        (
            "distribution: lognormal, median: 40B, min: 50B",
            "records.value.median 40B is below records.value.min 50B"
        ),
        (
            "distribution: lognormal, median: 70KB",
            "records.value.median 70000B is above 65447B, what producers.batch.size 64KiB holds"
        ),
        (
            "distribution: uniform, max: 100KiB",
            "producers.batch.size 64KiB is below 102489B, the size of a batch of one record as "
                + "large"
        ),
        ("distribution: uniform, max: 16B", "records.value.max: 16B is below 32B: a value begins"),
        (
            "distribution: uniform, size: 200B, max: 200B",
            "records.value.size 200B does nothing here; it takes records.value.distribution fixed"
        ),
        (
            "distribution: pareto, size: 100B",
            "records.value.size 100B does nothing here; it takes records.value.distribution fixed"
        ),
        (
            "size: 100B, median: 50B",
            "records.value.median 50B does nothing here; it takes records.value.distribution "
                + "lognormal"
        ),
        ("compressibility: 1.1", "records.value.compressibility: 1.1 is not in 0...1"),
        ("compressibility: 50%", "records.value.compressibility: 50% is not a number in 0...1"),
    ])
    func `contradictory values are named`(text: String, expected: String) {
        let found = message(values(text))
        #expect(found.contains(expected), "\(found)")
    }

    @Test func `headers count in what a batch must hold`() throws {
        #expect(try cell("records: {headers: 2, header.size: 10B}\n").records.headers == 2)
        let found = message("records: {headers: 10, header.size: 10KiB}\n")
        #expect(found.contains("producers.batch.size 64KiB is below"), "\(found)")
        #expect(
            message("records: {header.size: 10B}\n").contains(
                "records.header.size 10B does nothing here; it takes records.headers above 0"))
    }

    @Test func `compressibility is read where batches are compressed`() throws {
        let text = values("compressibility: 0.5", producers: "{compression.type: [none, lz4]}")
        #expect(
            try workload(text).cells.map(\.records.value.compressibility) == [0, 0.5])
    }

    @Test(
        arguments: [
            ("100 1\n200 2.5 # most\n", nil),
            ("100\n", "h.txt:1: 100 is not a size in bytes and a count or weight above 0"),
            ("100 0\n", "h.txt:1: '100 0' is not a size in bytes and a count or weight above 0"),
            ("64 1\n31 1\n", "h.txt:2: 31 is below 32B: a value begins with a 32-byte stamp"),
            ("1e3 1\n", "h.txt:1: '1e3 1' is not a size in bytes"),
            ("100000 1\n", "producers.batch.size 64KiB is below 100089B"),
        ] as [(String, String?)])
    func `a file of sizes is read line by line`(text: String, expected: String?) throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "weir-values-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try text.write(to: folder.appending(path: "h.txt"), atomically: true, encoding: .utf8)
        let body = "name: t\nquestion: Q?\n" + values("distribution: histogram, file: h.txt")
        do {
            let file = try WorkloadFile(parsing: body, path: "\(folder.path)/w.yaml")
            #expect(expected == nil)
            #expect(file.cells.first?.records.value.histogram?.sizes == [100, 200])
            #expect(file.cells.first?.records.valueBytes == 200)
        } catch {
            let expected = try #require(expected)
            #expect(error.description.contains(expected), "\(error)")
        }
    }
}
