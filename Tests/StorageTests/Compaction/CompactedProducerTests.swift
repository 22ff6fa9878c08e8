import Records
import Storage
import Testing

/// What compaction leaves of idempotent producers whose latest batches are not committed yet.
@Suite struct CompactedProducerTests {
    private func send(_ driver: LogDriver, key: Int, _ sequence: Int32) throws {
        try driver.appendKeyed(
            [KeyedRecord(key: key, value: Int(sequence))],
            producer: TestProducer(id: 9, sequence: sequence))
    }

    /// The latest batches are cut off: what was committed before them still tells the sequence
    /// that comes next, also after passes that began behind it, and after a restart.
    @Test(arguments: [1, 3])
    func aCutLeavesTheSequenceKnown(passes: Int) throws {
        let disk = FaultyDisk()
        let driver = try LogDriver.compacted(disk)
        for sequence in Int32(0)..<3 { try send(driver, key: sequence == 0 ? 7 : 1, sequence) }
        for value in 0..<30 { try driver.appendKeyed([KeyedRecord(key: 1, value: value)]) }
        driver.drain()
        for pass in 1..<passes {
            #expect(try driver.cleanFully())
            for value in 0..<30 {
                try driver.appendKeyed([KeyedRecord(key: 1, value: 100 * pass + value)])
            }
            driver.drain()
        }
        let committed = driver.log.logEnd
        for sequence in Int32(3)..<8 { try send(driver, key: 2, sequence) }
        driver.drain()
        #expect(try driver.cleanFully(below: committed))
        try driver.truncate(to: committed)
        driver.drain()
        let next = try LogDriver.compacted(disk.crashProcess())
        for log in [driver, next] {
            #expect(log.log.producers.producer(9)?.batches.last?.lastSequence == 2)
            try send(log, key: 2, 3)
        }
    }

    /// A producer that never rests leaves no trace of each of its batches.
    @Test func aBusyProducerLeavesFewBatches() throws {
        let driver = try LogDriver.compacted()
        var sequence = Int32(0)
        for _ in 0..<8 {
            for _ in 0..<50 {
                try send(driver, key: 1, sequence)
                sequence += 1
            }
            driver.drain()
            #expect(try driver.cleanFully())
        }
        let active = try #require(driver.log.segments.last).baseOffset
        let left = try driver.log.batches(in: .zero..<active)
        #expect(left.count < 30, "\(left.count)")
    }
}
