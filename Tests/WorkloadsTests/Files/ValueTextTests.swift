import Records
import Testing

@testable import Workloads

/// What is written of a value is read again as the same.
@Suite struct ValueTextTests {
    private static let seed: UInt64 = 20

    /// A decimal number below `limit`, with up to `places` places, as people write them.
    private func decimal(_ random: inout RandomSource, below limit: UInt64, places: Int) -> String {
        let fraction = (0..<Int(random.next(below: UInt64(places + 1))))
            .map { _ in "\(random.next(below: random.next(below: 3) == 0 ? 10 : 1))" }.joined()
        return "\(random.next(below: limit))" + (fraction.isEmpty ? "" : ".\(fraction)")
    }

    private func check<Value: Equatable>(
        _ format: ValueFormat<Value>, _ make: (inout RandomSource) -> String
    ) {
        var random = RandomSource(seed: Self.seed)
        var readCount = 0
        for _ in 0..<5_000 {
            let text = make(&random)
            guard let value = try? format.read(text) else { continue }
            readCount += 1
            let written = format.write(value)
            #expect((try? format.read(written)) == value, "seed \(Self.seed): \(text), \(written)")
            #expect(!written.contains("e"), "\(written)")
        }
        #expect(readCount > 500, "seed \(Self.seed)")
    }

    @Test func ofNumbers() {
        check(.number(0...1)) { decimal(&$0, below: 1, places: 17) }
        check(.number(0...1e9)) { decimal(&$0, below: 1_000_000_000, places: 9) }
        check(.number(0.01...10)) { decimal(&$0, below: 10, places: 17) }
    }

    @Test func ofHotKeys() {
        check(.hotKeys) { decimal(&$0, below: 1, places: 17) }
    }

    @Test func ofSteps() {
        check(.steps) { random in
            let rates = (0...random.next(below: 4)).map { _ in
                decimal(&random, below: 1_000_000_001, places: 8)
            }
            return rates.joined(separator: " ")
        }
    }

    @Test func ofRates() {
        check(.rate) { random in
            let unit = ["/s", "k/s", "M/s"][Int(random.next(below: 3))]
            // `k` and `M` move the point of a number that has no exact binary form.
            return decimal(&random, below: 900, places: 15) + unit
        }
    }

    @Test func ofShares() {
        check(.share) { decimal(&$0, below: 100, places: 4) + "%" }
    }

    @Test(arguments: [
        (5e-5, "0.00005"), (1.25e-7, "0.000000125"), (1e17, "100000000000000000"),
        (1.5e18, "1500000000000000000"), (-2.5e-6, "-0.0000025"), (0, "0"), (0.1, "0.1"),
        (1e-300, "0." + String(repeating: "0", count: 299) + "1"),
    ])
    func aNumberHasNoExponent(number: Double, text: String) {
        #expect(number.plainText == text)
        #expect(Double(text) == number)
    }
}
