import Checker
import Testing

@Suite struct SequenceRangesTests {
    private func set(_ ranges: Range<UInt64>...) -> SequenceRanges {
        ranges.reduce(into: SequenceRanges()) { $0.insert($1) }
    }

    @Test func rangesThatFollowOneAnotherBecomeOne() {
        #expect(set(0..<3, 3..<5, 5..<9).ranges == [0..<9])
    }

    @Test func rangesWithANumberBetweenThemStayApart() {
        #expect(set(0..<3, 4..<5).ranges == [0..<3, 4..<5])
    }

    @Test func aRangeThatFillsAHoleJoinsItsNeighbours() {
        #expect(set(0..<3, 5..<9, 3..<5).ranges == [0..<9])
    }

    @Test func aRangeOverSeveralSwallowsThem() {
        #expect(set(2..<3, 5..<6, 8..<9, 20..<21, 1..<10).ranges == [1..<10, 20..<21])
    }

    @Test func aLateRangeGoesBetween() {
        #expect(set(0..<1, 8..<9, 4..<5).ranges == [0..<1, 4..<5, 8..<9])
    }

    @Test func emptyRangesAddAndRemoveNothing() {
        var held = set(2..<4)
        held.insert(9..<9)
        held.remove(3..<3)
        #expect(held.ranges == [2..<4])
    }

    @Test func removingFromTheMiddleSplits() {
        var held = set(0..<10)
        held.remove(4..<5)
        #expect(held.ranges == [0..<4, 5..<10])
        #expect(held.count == 9)
        #expect(held.range(containing: 4) == nil)
        #expect(held.range(containing: 5) == 5..<10)
    }

    @Test func removingAcrossRangesCutsBothEnds() {
        var held = set(0..<4, 6..<8, 10..<14)
        held.remove(2..<12)
        #expect(held.ranges == [0..<2, 12..<14])
    }

    @Test func differenceWithARangeThatSpansSeveralHoles() {
        #expect(
            set(0..<20).subtracting(set(2..<4, 9..<10, 18..<30)).ranges == [
                0..<2, 4..<9, 10..<18,
            ])
        #expect(
            set(0..<4, 6..<9, 11..<12).subtracting(set(2..<7)).ranges == [
                0..<2, 7..<9, 11..<12,
            ])
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func randomSetsAgreeWithTheStandardSet(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for round in 0..<200 {
            var pairs = [(SequenceRanges(), Set<UInt64>()), (SequenceRanges(), Set<UInt64>())]
            for _ in 0..<Int.random(in: 0...25, using: &random) {
                let side = Int.random(in: 0...1, using: &random)
                let lower = UInt64.random(in: 0..<50, using: &random)
                let range = lower..<lower + UInt64.random(in: 0...8, using: &random)
                if random.chance(65) {
                    pairs[side].0.insert(range)
                    pairs[side].1.formUnion(range)
                } else {
                    pairs[side].0.remove(range)
                    pairs[side].1.subtract(range)
                }
            }
            let (a, b) = (pairs[0], pairs[1])
            let held = [a.0, b.0, a.0.subtracting(b.0), a.0.intersection(b.0)]
            let expected = [a.1, b.1, a.1.subtracting(b.1), a.1.intersection(b.1)]
            for (held, expected) in zip(held, expected) {
                #expect(
                    Set(held.ranges.joined()) == expected, "seed \(seed), round \(round)")
                #expect(held.count == expected.count, "seed \(seed), round \(round)")
                #expect(
                    zip(held.ranges, held.ranges.dropFirst())
                        .allSatisfy { $0.upperBound < $1.lowerBound }
                        && held.ranges.allSatisfy { !$0.isEmpty },
                    "seed \(seed), round \(round): \(held.ranges)")
            }
        }
    }
}
