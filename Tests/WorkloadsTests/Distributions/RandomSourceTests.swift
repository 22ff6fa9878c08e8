import Records
import Testing
import Workloads

@Suite struct RandomSourceTests {
    @Test(
        arguments: [
            (
                0,
                [
                    0x99ec_5f36_cb75_f2b4, 0xbf6e_1f78_4956_452a, 0x1a5f_849d_4933_e6e0,
                    0x6aa5_94f1_262d_2d2c,
                ]
            )
        ] as [(UInt64, [UInt64])])
    func `the numbers are those of the reference algorithms`(seed: UInt64, expected: [UInt64]) {
        var random = RandomSource(seed: seed)
        #expect(expected.map { _ in random.next() } == expected)
    }

    @Test func `a fork neither moves its parent nor repeats another stream`() {
        var parent = RandomSource(seed: 5)
        let before = parent
        var first = parent.fork(stream: 0)
        var second = parent.fork(stream: 1)
        var again = parent.fork(stream: 1)
        #expect(parent == before)
        let numbers = (0..<4).map { _ in second.next() }
        #expect(numbers == (0..<4).map { _ in again.next() })
        #expect(Set(numbers).isDisjoint(with: (0..<4).map { _ in first.next() }))
        #expect(Set(numbers).isDisjoint(with: (0..<4).map { _ in parent.next() }))
    }

    @Test(arguments: [1, 2, 3, 10, 1_000] as [UInt64])
    func `numbers below a bound are even`(bound: UInt64) {
        let seed: UInt64 = 11
        var random = RandomSource(seed: seed)
        var counts = [Int](repeating: 0, count: Int(bound))
        for _ in 0..<200_000 { counts[Int(random.next(below: bound))] += 1 }
        let expected = [Double](repeating: 200_000 / Double(bound), count: Int(bound))
        expectFit(counts, expected, "seed \(seed)")
    }

    @Test func `units lie in 0..<1 and have the mean and variance of the uniform`() {
        let seed: UInt64 = 12
        var random = RandomSource(seed: seed)
        var sum = 0.0
        var squares = 0.0
        let count = 200_000.0
        for _ in 0..<200_000 {
            let unit = random.nextUnit()
            #expect(unit >= 0 && unit < 1)
            sum += unit
            squares += unit * unit
        }
        let mean = sum / count
        #expect(abs(mean - 0.5) < 0.004, "seed \(seed)")
        #expect(abs(squares / count - mean * mean - 1.0 / 12) < 0.002, "seed \(seed)")
    }
}

/// Expects counts to fit expected ones by Pearson's chi-square: within 5 standard deviations of
/// its mean, a chance of about 1 in 10^6 for the true distribution.
func expectFit(_ counts: [Int], _ expected: [Double], _ comment: Comment) {
    let chiSquare = zip(counts, expected).reduce(0) { sum, pair in
        let difference = Double(pair.0) - pair.1
        return sum + difference * difference / pair.1
    }
    let freedom = Double(counts.count - 1)
    #expect(chiSquare <= freedom + 5 * (2 * freedom).squareRoot() + 1e-9, comment)
}
