/// Arithmetic of partition and consumer counts.
package enum PartitionCount {
    /// Jun Rao's rule max(t/p, t/c), rounded up, at least 1: no headroom and no skew. Rates in
    /// one unit, above 0; `consumer` is nil when nothing reads the topic.
    package static func rao(target: Double, partition: Double, consumer: Double?) -> Double {
        max(1, max(target / partition, consumer.map { target / $0 } ?? 0).roundedUp)
    }

    /// n = ceil(s·λ/ρ*), at least 1: the consumers of one group whose handler takes
    /// `serviceTimeSeconds` for one record. The terms for rebalances and backlog are left out.
    package static func consumers(
        recordsPerSecond: Double, serviceTimeSeconds: Double, utilisation: Double
    ) -> Double {
        max(1, (serviceTimeSeconds * recordsPerSecond / utilisation).roundedUp)
    }

    /// The smallest number at or above `count` that no smaller number beats in divisors: 1, 2, 3,
    /// 4, 6, 8, 10, 12, 18, 20, 24, 30, 36, 48, 60, … (OEIS A067128). Such a count of partitions
    /// splits evenly among many numbers of consumers. `count` is 1 to about a million.
    package static func roundedUp(_ count: Int) -> Int {
        // A number's double has more divisors than it has, so no record stands for longer.
        let high = max(1, count) * 2
        var divisors = [Int](repeating: 0, count: high + 1)
        for divisor in 1...high {
            for multiple in stride(from: divisor, through: high, by: divisor) {
                divisors[multiple] += 1
            }
        }
        var most = 0
        for number in 1...high {
            most = max(most, divisors[number])
            if number >= count && divisors[number] == most { return number }
        }
        return high
    }

    /// The divisors of `count`, ascending; `count` is at least 1.
    package static func divisors(of count: Int) -> [Int] {
        (1...max(1, count)).filter { count % $0 == 0 }
    }

    /// The partitions of the busiest consumer when one of `consumers`, at least 2, is down:
    /// ceil(P/(n−1)).
    package static func partitionsWithOneDown(_ partitions: Int, consumers: Int) -> Int {
        let left = max(1, consumers - 1)
        return (partitions + left - 1) / left
    }
}

extension Double {
    /// Rounded up to a whole number, forgiving the error of a few floating-point operations so
    /// that 50 / (0.8 · 12.5) is 5 and not 6.
    var roundedUp: Double { (self * (1 - 1e-9)).rounded(.up) }
}
