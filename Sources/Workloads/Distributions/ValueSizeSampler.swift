import Glibc
public import Records

/// Draws the size of one record's value after another.
///
/// Immutable, so threads may share it; the randomness is the caller's. A size is drawn in constant
/// time: an alias table chooses a stretch of sizes, within which all are alike: one size up to
/// 1 KiB, and from there on stretches of 0.2 % of the size, whose probabilities are exact. What
/// lies below the smallest size or above the largest has that one.
public final class ValueSizeSampler: Sendable {
    /// The mean of the sizes that are drawn, bytes.
    package let meanBytes: Double
    /// The largest size that can be drawn, bytes.
    package let maxBytes: Int
    private let stretches: [Stretch]
    private let table: AliasTable
    /// How many times as large as a stretch its sizes are.
    private static let resolution = 512

    private struct Stretch: Sendable {
        let low: UInt64
        let count: UInt64
        let weight: Double
    }

    private init(_ stretches: [Stretch]) {
        self.stretches = stretches
        table = AliasTable(count: stretches.count) { stretches[$0].weight }
        let total = stretches.reduce(0) { $0 + $1.weight }
        meanBytes = stretches.reduce(0) {
            $0 + $1.weight / total * (Double($1.low) + Double($1.count - 1) / 2)
        }
        maxBytes = stretches.map { Int($0.low + $0.count - 1) }.max() ?? 0
    }

    /// The sampler of these records; nil where all values have the same size.
    /// `records.valueBytes` is the largest.
    package static func of(_ records: RecordSettings) -> ValueSizeSampler? {
        let value = records.value
        let bounds = min(value.minBytes, records.valueBytes)...records.valueBytes
        switch value.distribution {
        case .fixed: return nil
        case .uniform:
            return ValueSizeSampler([
                Stretch(low: UInt64(bounds.lowerBound), count: UInt64(bounds.count), weight: 1)
            ])
        case .lognormal:
            let mu = log(Double(value.medianBytes ?? bounds.lowerBound))
            return ValueSizeSampler(
                stretches(bounds) {
                    0.5 * erfc((mu - log($0)) / (value.sigma * 2.0.squareRoot()))
                })
        case .pareto:
            let scale = Double(bounds.lowerBound)
            return ValueSizeSampler(
                stretches(bounds) { $0 <= scale ? 0 : 1 - pow(scale / $0, value.shape) })
        case .histogram:
            return value.histogram.map {
                ValueSizeSampler(
                    zip($0.sizes, $0.weights).map {
                        Stretch(low: UInt64($0), count: 1, weight: $1)
                    })
            }
        }
    }

    /// The sizes of `bounds` with what a distribution has up to each, by its function.
    private static func stretches(
        _ bounds: ClosedRange<Int>, upTo mass: (Double) -> Double
    ) -> [Stretch] {
        guard bounds.count > 1 else {
            return [Stretch(low: UInt64(bounds.lowerBound), count: 1, weight: 1)]
        }
        var result: [Stretch] = []
        var below = mass(Double(bounds.lowerBound) + 0.5)
        result.append(Stretch(low: UInt64(bounds.lowerBound), count: 1, weight: below))
        var low = bounds.lowerBound + 1
        while low < bounds.upperBound {
            let next = min(low + max(1, low / resolution), bounds.upperBound)
            let upTo = mass(Double(next) - 0.5)
            result.append(
                Stretch(low: UInt64(low), count: UInt64(next - low), weight: max(0, upTo - below)))
            below = upTo
            low = next
        }
        result.append(
            Stretch(low: UInt64(bounds.upperBound), count: 1, weight: max(0, 1 - below)))
        return result
    }

    /// The next value's size, bytes.
    public func draw(using random: inout RandomSource) -> UInt32 {
        let stretch = stretches[Int(table.draw(random.next()))]
        guard stretch.count > 1 else { return UInt32(truncatingIfNeeded: stretch.low) }
        return UInt32(truncatingIfNeeded: stretch.low + random.next(below: stretch.count))
    }
}

extension RecordSettings {
    /// The mean size of values, bytes.
    package var meanValueBytes: Double {
        ValueSizeSampler.of(self)?.meanBytes ?? Double(valueBytes)
    }

    /// The mean size of a key and a value, in whole bytes.
    package var meanBytes: Int { keyBytes + Int(meanValueBytes.rounded()) }
}
