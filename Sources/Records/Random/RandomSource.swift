/// A small seeded generator of random numbers: xoshiro256**, seeded through SplitMix64.
///
/// Blackman and Vigna, "Scrambled Linear Pseudorandom Number Generators", ACM TOMS 47 (2021);
/// Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014. Fast and
/// of good quality, not for secrets. The same seed gives the same numbers on every machine.
public struct RandomSource: RandomNumberGenerator, Hashable, Sendable {
    @usableFromInline var a: UInt64
    @usableFromInline var b: UInt64
    @usableFromInline var c: UInt64
    @usableFromInline var d: UInt64

    public init(seed: UInt64) {
        var mixer = seed
        a = Self.splitMix64(&mixer)
        b = Self.splitMix64(&mixer)
        c = Self.splitMix64(&mixer)
        d = Self.splitMix64(&mixer)
    }

    /// Another source whose numbers are independent of this one's and of other streams'. It
    /// depends on this one's state, which stays as it is.
    public func fork(stream: UInt64) -> RandomSource {
        var mixer = stream
        var seed = Self.splitMix64(&mixer)
        for word in [a, b, c, d] {
            mixer = seed ^ word
            seed = Self.splitMix64(&mixer)
        }
        return RandomSource(seed: seed)
    }

    /// The next 64 random bits.
    @inlinable public mutating func next() -> UInt64 {
        let result = Self.rotate(b &* 5, by: 7) &* 9
        let shifted = b &<< 17
        c ^= a
        d ^= b
        b ^= c
        a ^= d
        c ^= shifted
        d = Self.rotate(d, by: 45)
        return result
    }

    /// A number in [0, 1), a multiple of 2^-53.
    @inlinable public mutating func nextUnit() -> Double {
        Double(next() &>> 11) * 0x1p-53
    }

    /// A number in 0..<bound, `bound` being above 0, by multiplying and shifting.
    ///
    /// Lemire, "Fast Random Integer Generation in an Interval", ACM TOMACS 29 (2019), without
    /// its rejection step: no number is favoured by more than bound / 2^64.
    @inlinable public mutating func next(below bound: UInt64) -> UInt64 {
        next().multipliedFullWidth(by: bound).high
    }

    @inlinable static func rotate(_ word: UInt64, by count: UInt64) -> UInt64 {
        (word &<< count) | (word &>> (64 &- count))
    }

    private static func splitMix64(_ state: inout UInt64) -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
