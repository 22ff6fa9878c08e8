public import Records

/// Draws the entities of one producer's records.
///
/// Entity e belongs to producer e mod (number of producers), so each entity's order is defined.
/// Zipfian entity e has a weight of 1 / (e + 1)^exponent; of a hot set the first entities are hot;
/// a histogram's line e + 1 is the weight of entity e. When every producer sends its `share` of
/// the records, all of them together draw exactly the distribution asked for.
///
/// Two distributions depend on how many records the producer has drawn, its *ordinal*. Sequential:
/// the ordinal mod the number of its entities. Latest: the newest entity is the one that sequential
/// would reach with ordinal / turnover, and rank r behind it, going back and round, has a weight of
/// 1 / (r + 1)^exponent.
///
/// Immutable, so threads may share it; the randomness is the caller's. Weighted draws take 8 bytes
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
    @usableFromInline let movement: Movement
    /// Records for each new entity, where the newest is the likeliest.
    @usableFromInline let turnover: UInt64

    /// How draws depend on the ones before.
    @usableFromInline enum Movement: Sendable {
        case none
        case sequential
        case latest
    }

    /// The sampler of producer `producer` of `producers`; each must own an entity, so `producers`
    /// is at most the keys' cardinality, which is at most 2^32.
    package convenience init(keys: KeySettings, producer: Int, producers: Int) {
        let shares = Self.shares(keys: keys, producers: producers)
        self.init(keys: keys, producer: producer, shares: shares)
    }

    /// The samplers of all producers. O(cardinality), where one after the other would be
    /// O(producers × cardinality).
    package static func all(keys: KeySettings, producers: Int) -> [EntitySampler] {
        let shares = shares(keys: keys, producers: producers)
        return shares.indices.map { EntitySampler(keys: keys, producer: $0, shares: shares) }
    }

    /// - Parameter shares: of all producers.
    private init(keys: KeySettings, producer: Int, shares: [Double]) {
        let producers = shares.count
        precondition(producers > 0 && producers <= keys.cardinality, "a producer without entities")
        precondition((0..<producers).contains(producer), "no such producer")
        let count = (keys.cardinality - producer + producers - 1) / producers
        ownedCount = count
        owned = UInt64(count)
        self.producer = UInt32(producer)
        self.producers = UInt32(producers)
        turnover = UInt64(max(1, keys.turnover))
        share = shares[producer]
        movement =
            switch keys.distribution {
            case .sequential: .sequential
            case .latest: .latest
            default: .none
            }
        table =
            if keys.hasWeights {
                AliasTable(count: count) { keys.weight(ofEntity: producer + $0 * producers) }
            } else if keys.distribution == .latest {
                AliasTable(count: count) { keys.rankWeight($0) }
            } else {
                nil
            }
    }

    /// The entity of the record after `ordinal` others.
    @inlinable public func draw(using random: inout RandomSource, ordinal: UInt64 = 0) -> UInt32 {
        entity(owned: owned(choosing: random.next(), ordinal: ordinal))
    }

    /// The entity that 64 random bits choose for the record after `ordinal` others, by its place
    /// among the owned ones: from 0 to below `ownedCount`.
    @inlinable public func owned(choosing bits: UInt64, ordinal: UInt64) -> Int {
        switch movement {
        case .none:
            if let table { return Int(table.draw(bits)) }
            return Int(truncatingIfNeeded: bits.multipliedFullWidth(by: owned).high)
        case .sequential: return Int(truncatingIfNeeded: ordinal % owned)
        case .latest:
            let rank = table.map { UInt64($0.draw(bits)) } ?? 0
            let newest = (ordinal / turnover) % owned
            return Int(truncatingIfNeeded: newest >= rank ? newest - rank : newest + owned - rank)
        }
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
        if keys.hasWeights {
            // From the smallest zipfian weight to the largest, which loses the least in rounding.
            for entity in (0..<keys.cardinality).reversed() {
                masses[entity % producers] += keys.weight(ofEntity: entity)
            }
        } else {
            for producer in 0..<producers {
                masses[producer] = Double(
                    (keys.cardinality - producer + producers - 1) / producers)
            }
        }
        let total = masses.reduce(0, +)
        return masses.map { $0 / total }
    }
}
