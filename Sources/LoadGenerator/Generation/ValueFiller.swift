public import Records

/// Fills values so that a given part of each compresses away and the rest does not, whatever lies
/// beside it in a batch: fresh random bytes, and then zeros.
public struct ValueFiller: Sendable {
    @usableFromInline let compressibility: Double
    @usableFromInline var random: RandomSource

    /// - Parameter compressibility: the part of each value that is zeros, 0...1; never its stamp.
    package init(compressibility: Double, random: RandomSource) {
        self.compressibility = compressibility
        self.random = random
    }

    /// Fills what follows the stamp of a value of `byteCount` bytes, which need no alignment.
    @inlinable @inline(never)
    mutating func fill(_ value: UnsafeMutableRawPointer, byteCount: Int) {
        let room = byteCount &- RecordStamp.byteCount
        let zeros = min(room, Int(Double(byteCount) * compressibility + 0.5))
        var place = value + RecordStamp.byteCount
        var rest = room &- zeros
        while rest >= 8 {
            place.storeBytes(of: random.next(), as: UInt64.self)
            place += 8
            rest &-= 8
        }
        var last = random.next()
        while rest > 0 {
            place.storeBytes(of: UInt8(truncatingIfNeeded: last), as: UInt8.self)
            last &>>= 8
            place += 1
            rest &-= 1
        }
        place.initializeMemory(as: UInt8.self, repeating: 0, count: zeros)
    }
}
