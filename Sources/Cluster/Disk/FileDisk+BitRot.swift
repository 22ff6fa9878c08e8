import Records
import Storage

extension FileDisk {
    /// Flips one bit of one byte of the log files in a directory, each byte being as likely as any
    /// other. Nothing happens where they are empty.
    func flipBit(below directory: String, random: inout RandomSource) throws(StorageError) {
        let names = try list(directory).filter { $0.hasSuffix(SegmentNames.logSuffix) }
        var sizes: [Int] = []
        for name in names {
            let file = try open("\(directory)/\(name)", create: false)
            defer { close(file) }
            sizes.append(try size(of: file))
        }
        let total = sizes.reduce(0, +)
        guard total > 0 else { return }
        var position = Int(random.next(below: UInt64(total)))
        var number = 0
        while position >= sizes[number] {
            position -= sizes[number]
            number += 1
        }
        let file = try open("\(directory)/\(names[number])", create: false)
        defer { close(file) }
        let buffer = BatchBuffer(capacity: 1)
        let byte = UnsafeMutableRawBufferPointer(start: buffer.base, count: 1)
        guard try read(file, at: position, into: byte) == 1 else { return }
        byte[0] ^= 1 << UInt8(random.next(below: 8))
        try write(file, at: position, UnsafeRawBufferPointer(byte))
    }
}
