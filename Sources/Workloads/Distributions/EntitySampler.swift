public import Records

/// Draws the entities of one producer's records.
///
/// Entity e belongs to producer e mod (number of producers), so each entity's order is defined.
/// Zipfian entity e has a weight of 1 / (e + 1)^exponent. When every producer sends its
/// `share` of the records, all of them together draw exactly the distribution asked for.
///
/// Immutable, so threads may share it; the randomness is the caller's. Zipfian draws take 8 bytes
/// for each entity owned, and constant time (`AliasTable`).
public final class EntitySampler: Sendable {
    /// The part of all records that is this producer's, in (0, 1].
    public let share: Double
    /// How many entities belong to this producer: at least 1.
    public let ownedCount: Int

    @usableFromInline let producer: UInt32
    @usableFromInline let producers: UInt32
    @usableFromInline let owned: UInt64
    /// Nil where the owned entities are equally likely.
    @usableFromInline let table: AliasTable?

    /// The sampler of producer `producer` of `producers`; each must own an entity, so `producers`
    /// is at most the keys' cardinality, which is at most 2^32.
    package init(keys: KeySettings, producer: Int, producers: Int) {
        precondition(producers > 0 && producers <= keys.cardinality, "a producer without entities")
        precondition((0..<producers).contains(producer), "no such producer")
        let count = (keys.cardinality - producer + producers - 1) / producers
        ownedCount = count
        owned = UInt64(count)
        self.producer = UInt32(producer)
        self.producers = UInt32(producers)
        share = Self.shares(keys: keys, producers: producers)[producer]
        switch keys.distribution {
        case .uniform: table = nil
        case .zipfian:
            table = AliasTable(count: count) { index in
                Self.weight(ofEntity: producer + index * producers, exponent: keys.exponent)
            }
        }
    }

    /// The next record's entity.
    @inlinable public func draw(using random: inout RandomSource) -> UInt32 {
        entity(owned: owned(choosing: random.next()))
    }

    /// The entity that 64 random bits choose, by its place among the owned ones: from 0 to below
    /// `ownedCount`.
    @inlinable public func owned(choosing bits: UInt64) -> Int {
        if let table { return Int(table.draw(bits)) }
        return Int(truncatingIfNeeded: bits.multipliedFullWidth(by: owned).high)
    }

    /// Begins to fetch what choosing by `bits` will look at. To be called some draws ahead.
    @inlinable public func expect(_ bits: UInt64) {
        if let table { Prefetch.line(at: table.place(bits)) }
    }

    /// The entity at a place among the owned ones.
    @inlinable public func entity(owned index: Int) -> UInt32 {
        producer &+ UInt32(truncatingIfNeeded: index) &* producers
    }

    /// The part of all records that is each producer's: the mass of its entities. They sum to 1.
    package static func shares(keys: KeySettings, producers: Int) -> [Double] {
        var masses = [Double](repeating: 0, count: producers)
        switch keys.distribution {
        case .uniform:
            for producer in 0..<producers {
                masses[producer] = Double(
                    (keys.cardinality - producer + producers - 1) / producers)
            }
        case .zipfian:
            // From the smallest weight to the largest, which loses the least in rounding.
            for entity in (0..<keys.cardinality).reversed() {
                masses[entity % producers] += weight(ofEntity: entity, exponent: keys.exponent)
            }
        }
        let total = masses.reduce(0, +)
        return masses.map { $0 / total }
    }
}
