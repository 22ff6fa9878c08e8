import Glibc

extension EntitySampler {
    /// A zipfian entity's weight; entity 0 is the most likely.
    static func weight(ofEntity entity: Int, exponent: Double) -> Double {
        pow(Double(entity + 1), -exponent)
    }
}
