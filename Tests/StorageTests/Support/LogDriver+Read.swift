import Records
import Storage
import Testing

extension LogDriver {
    /// Reads once, at once.
    func read(
        from: Offset, bound: Offset, bytesMax: Int = 1 << 20
    ) throws -> [UInt8]? {
        guard
            var request = try log.planRead(
                from: from, bound: bound, bytesMax: bytesMax, ticket: 1, pool: pool)
        else { return nil }
        for _ in 0..<10_000 {
            let completion = disk.perform(request)
            if let error = completion.error { throw error }
            guard case .read(let read) = completion.request.operation else { break }
            switch try log.finishRead(read, pool: pool) {
            case .batches(let buffer):
                defer { pool.give(buffer) }
                return Array(buffer.bytes)
            case .again(let again): request = again
            }
        }
        Issue.record("the read from \(from) to \(bound) never ends")
        return nil
    }

    /// Every byte from the log's start to its end, checked: each read begins with the batch that
    /// holds what was asked for, and every batch is valid and continues the last.
    func readAll(bytesMax: Int = 1 << 20) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var next = log.logStart
        while next < log.logEnd {
            let part = try #require(
                try read(from: next, bound: log.logEnd, bytesMax: bytesMax), "at \(next)")
            try #require(!part.isEmpty, "nothing at \(next)")
            next = try Self.validEnd(
                of: part, from: next, mayHaveGaps: settings.cleanupPolicy.compacts)
            bytes += part
        }
        return bytes
    }

    /// Where the batches end, all of them valid and contiguous from `next`.
    static func validEnd(
        of bytes: [UInt8], from next: Offset, mayHaveGaps: Bool = false
    ) throws -> Offset {
        var next = next
        var position = 0
        try bytes.withUnsafeBytes { raw in
            while position < raw.count {
                let header = try BatchHeader.validated(
                    UnsafeRawBufferPointer(rebasing: raw[position...]))
                let follows = header.baseOffset == next || mayHaveGaps && header.nextOffset > next
                try #require(follows, "\(header.baseOffset) at \(next)")
                next = header.nextOffset
                position += header.byteCount
            }
        }
        return next
    }
}
