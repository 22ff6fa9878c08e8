import Cluster
import Foundation
import Platform
import Records
import Testing

/// A process with a broker that is really killed.
@Suite(.serialized, .timeLimit(.minutes(4))) struct ProcessKillTests {
    private static let partitions = 3

    /// The number of the record at each offset of a log, as a start would leave it.
    private func numbers(of partition: Int, in directory: String) throws -> [UInt64] {
        var numbers: [UInt64] = []
        var scan = LogScan(
            disk: FileDisk(root: directory + "/broker-0"), directory: "orders-\(partition)",
            servedEnd: nil)
        try scan.run { cursor in
            while let record = try? cursor.next(), let value = record.value?.baseAddress {
                numbers.append(value.loadUnaligned(as: UInt64.self))
            }
        }
        #expect(scan.extent.logEnd == Offset(Int64(numbers.count)))
        return numbers
    }

    /// Nothing is ever synced: what a process has written, its end does not take back.
    @Test func noAcknowledgedRecordIsMissingAfterTwentyKills() throws {
        let seed: UInt64 = 20
        var random = RandomSource(seed: seed)
        try withTemporaryDirectory { directory in
            var acknowledged: [Acknowledgement] = []
            var ends = [Int](repeating: 0, count: Self.partitions)
            for kill in 0..<20 {
                let child = try ChildProcess(
                    ChildProcess.path,
                    [directory, "\(kill * 1_000_000_000)", "0", "\(Int.max)"])
                for partition in 0..<Self.partitions {
                    let line = child.line()
                    #expect(line == "ready \(partition) \(ends[partition])", "kill \(kill)")
                }
                let patience = 1 + Int(random.next(below: 120))
                var before = acknowledged.count
                while acknowledged.count < before + patience, let line = child.line() {
                    acknowledged.append(try #require(Acknowledgement(line), "\(line)"))
                }
                child.kill()
                // What was in the pipe had been acknowledged too.
                while let line = child.line() {
                    if let late = Acknowledgement(line) { acknowledged.append(late) }
                }
                #expect(child.wait() == -SIGKILL)
                before = acknowledged.count - before
                #expect(before >= patience, "kill \(kill), seed \(seed)")
                for partition in 0..<Self.partitions {
                    let found = try numbers(of: partition, in: directory)
                    ends[partition] = found.count
                    let missing = acknowledged.filter {
                        $0.partition == partition && !$0.stands(in: found)
                    }
                    #expect(missing.isEmpty, "kill \(kill), seed \(seed)")
                }
            }
            #expect(acknowledged.count >= 400)
        }
    }
}

extension Acknowledgement {
    /// Whether its records are where they were said to be.
    fileprivate func stands(in numbers: [UInt64]) -> Bool {
        let begin = Int(baseOffset)
        guard begin + count <= numbers.count else { return false }
        return numbers[begin..<begin + count]
            .elementsEqual((0..<UInt64(count)).map { firstNumber + $0 })
    }
}
