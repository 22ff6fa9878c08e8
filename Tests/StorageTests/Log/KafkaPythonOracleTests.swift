import Foundation
import Records
import Storage
import Testing

/// A public decoder reads what the log wrote: kafka-python, record by record.
@Suite struct KafkaPythonOracleTests {
    /// Prints `offset timestamp key value` of every record, `-` for a null key, after checking
    /// each batch's checksum.
    private static let script = """
        import sys
        from kafka.record import MemoryRecords
        records = MemoryRecords(open(sys.argv[1], 'rb').read())
        assert records.size_in_bytes() > 0
        while records.has_next():
            batch = records.next_batch()
            assert batch.validate_crc(), 'checksum'
            for record in batch:
                key = '-' if record.key is None else 'k' + record.key.hex()
                print(record.offset, record.timestamp, key, 'v' + record.value.hex())
        """

    private static func decode(_ path: String) throws -> (output: String, errors: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-c", script, path]
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        do { try process.run() } catch { return ("", "/usr/bin/python3 not found") }
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        let complaints = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (String(decoding: text, as: UTF8.self), String(decoding: complaints, as: UTF8.self))
    }

    private static func line(_ record: TestRecord, at offset: Offset) -> String {
        func hex(_ bytes: [UInt8]) -> String {
            bytes.map { String(format: "%02x", $0) }.joined()
        }
        let key = record.key.map { "k" + hex($0) } ?? "-"
        return "\(offset) \(record.timestamp) \(key) v\(hex(record.value))"
    }

    private static func records(_ random: inout SeededRandom) -> [TestRecord] {
        (0...random.below(40)).map { _ in
            let key = (0..<random.below(20)).map { _ in random.byte() }
            return TestRecord(
                key: random.oneIn(4) ? nil : key,
                // Runs of equal bytes, so that there is something to compress.
                value: Array(repeating: random.byte(), count: random.below(300)),
                timestamp: TestRecord.sometime + Int64(random.below(1 << 20)) - 1000)
        }
    }

    @Test(arguments: Codec.allCases)
    func segmentsAreReadByKafkaPython(_ codec: Codec) throws {
        try withTemporaryDirectory { root in
            var random = SeededRandom(99)
            var settings = LogSettings()
            settings.segmentBytes = 60_000
            let driver = try LogDriver(disk: FileDisk(root: root), settings: settings)
            var expected: [String] = []
            for number in 0..<60 {
                let records = Self.records(&random)
                let epoch = LeaderEpoch(Int32(number / 20))
                let result = try driver.append(
                    try TestBatches.encode(records, codec: codec), epoch: epoch)
                driver.drain()
                for (index, record) in records.enumerated() {
                    expected.append(
                        Self.line(record, at: result.baseOffset.advanced(by: index)))
                }
            }
            let segments = driver.log.segments
            #expect(codec != .none || segments.count > 1)
            _ = try driver.log.close()
            var found: [String] = []
            for segment in segments {
                let name = SegmentNames.stem(segment.baseOffset) + SegmentNames.logSuffix
                let (output, errors) = try Self.decode(
                    "\(root)/\(LogDriver.directory)/\(name)")
                if errors.contains("No module named") || errors.contains("not found") {
                    Issue.record(
                        "python3-kafka or its codecs are missing: `make test` installs them")
                    return
                }
                try #require(errors.isEmpty)
                found += output.split(separator: "\n").map(String.init)
            }
            #expect(found == expected)
        }
    }
}
