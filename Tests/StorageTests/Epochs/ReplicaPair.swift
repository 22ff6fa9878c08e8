import Records
import Storage
import Testing

/// A leader's and a follower's log that talk as replicas do.
enum ReplicaPair {
    /// Replicates until the follower has all that the leader has, cutting the follower's log where
    /// it departs. Answers the offsets at which it was cut.
    @discardableResult static func catchUp(
        _ follower: LogDriver, with leader: LogDriver
    ) throws -> [Int64] {
        var cuts: [Int64] = []
        for _ in 0..<1000 {
            switch try fetch(follower, from: leader) {
            case .upToDate: return cuts
            case .copied: break
            case .cut(let target): cuts.append(target)
            }
        }
        Issue.record("the follower never catches up")
        return cuts
    }

    enum Round: Equatable { case upToDate, copied, cut(Int64) }

    /// One fetch and its answer.
    static func fetch(
        _ follower: LogDriver, from leader: LogDriver, offsetsMax: Int = 1_000_000
    ) throws -> Round {
        let (from, lastEpoch) = (follower.log.logEnd, follower.log.lastEpoch)
        if let diverging = try leader.log.divergence(from: from, lastEpoch: lastEpoch) {
            let target = follower.log.truncationTarget(for: diverging)
            try #require(target < from, "cut at \(target) of \(from)")
            try follower.truncate(to: target)
            follower.drain()
            return .cut(target.rawValue)
        }
        let bound = min(leader.log.logEnd, from.advanced(by: offsetsMax))
        guard let bytes = try leader.read(from: from, bound: bound), !bytes.isEmpty else {
            return .upToDate
        }
        try follower.append(copied: split(bytes))
        follower.drain()
        return .copied
    }

    /// The batches of a block of bytes.
    static func split(_ bytes: [UInt8]) -> [WrittenBatch] {
        bytes.withUnsafeBytes { raw in
            var position = 0
            return BatchSequence(raw).map { header in
                defer { position += header.byteCount }
                return WrittenBatch(
                    base: header.baseOffset, next: header.nextOffset, epoch: header.leaderEpoch,
                    bytes: Array(raw[position..<position + header.byteCount]))
            }
        }
    }

    /// A log that holds one record for each of these epochs, in order, its value telling who wrote
    /// it.
    static func log(_ epochs: [Int32], writer: UInt8) throws -> LogDriver {
        let driver = try LogDriver(disk: FaultyDisk())
        for epoch in epochs { try write(driver, epoch: epoch, writer: writer) }
        return driver
    }

    static func write(_ driver: LogDriver, epoch: Int32, writer: UInt8) throws {
        let value = [writer, UInt8(truncatingIfNeeded: driver.log.nextOffset.rawValue)]
        try driver.append(
            try TestBatches.encode([TestRecord(value: value)]), epoch: LeaderEpoch(epoch))
        driver.drain()
    }

    static func expectIdentical(
        _ a: LogDriver, _ b: LogDriver, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(a.log.logEnd == b.log.logEnd, sourceLocation: sourceLocation)
        #expect(try a.readAll() == (try b.readAll()), sourceLocation: sourceLocation)
        #expect(a.log.epochs == b.log.epochs, sourceLocation: sourceLocation)
    }
}
