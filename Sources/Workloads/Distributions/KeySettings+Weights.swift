import Glibc

extension KeySettings {
    /// Whether some entities get more records than others, over a run as long as one likes.
    package var hasWeights: Bool {
        switch distribution {
        case .uniform, .sequential, .latest: false
        case .zipfian, .hotSet, .histogram: true
        }
    }

    /// How likely an entity is, up to a common factor.
    package func weight(ofEntity entity: Int) -> Double {
        switch distribution {
        case .uniform, .sequential, .latest: return 1
        case .zipfian: return rankWeight(entity)
        case .hotSet:
            let hot = hotCount
            return entity < hot
                ? hotShare / Double(hot) : (1 - hotShare) / Double(cardinality - hot)
        case .histogram: return histogram?.weights[entity] ?? 1
        }
    }

    /// A zipfian weight; rank 0 has the largest.
    package func rankWeight(_ rank: Int) -> Double { pow(Double(rank + 1), -exponent) }
}
