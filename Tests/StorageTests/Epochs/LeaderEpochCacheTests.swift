import Records
import Storage
import Testing

@Suite struct LeaderEpochCacheTests {
    private func cache(_ entries: (Int32, Int64)...) -> LeaderEpochCache {
        var cache = LeaderEpochCache()
        for (epoch, start) in entries {
            cache.assign(LeaderEpoch(epoch), startingAt: Offset(start))
        }
        return cache
    }

    private func listed(_ cache: LeaderEpochCache) -> [String] {
        cache.entries.map { "\($0.epoch)@\($0.start)" }
    }

    @Test func assignmentKeepsBothFieldsRising() {
        var cache = cache((0, 0), (2, 5))
        cache.assign(LeaderEpoch(2), startingAt: Offset(9))
        #expect(listed(cache) == ["0@0", "2@5"])
        cache.assign(LeaderEpoch(3), startingAt: Offset(5))
        #expect(listed(cache) == ["0@0", "3@5"])
        cache.assign(LeaderEpoch(4), startingAt: Offset(3))
        #expect(listed(cache) == ["0@0", "4@3"])
        cache.assign(LeaderEpoch(2), startingAt: Offset(7))
        #expect(listed(cache) == ["0@0", "2@7"])
        cache.assign(LeaderEpoch(2), startingAt: Offset(4))
        #expect(listed(cache) == ["0@0", "2@4"])
        cache.assign(LeaderEpoch(0), startingAt: Offset(6))
        #expect(listed(cache) == ["0@0"])
    }

    @Test func endOfAnEpochIsTheNextOnesStart() {
        let cache = cache((1, 10), (3, 20), (6, 35))
        let logEnd = Offset(50)
        for (requested, epoch, end) in [
            (Int32(1), Int32(1), Int64(20)), (2, 1, 20), (3, 3, 35), (4, 3, 35), (5, 3, 35),
            (6, 6, 50),
        ] {
            #expect(
                cache.endOffset(for: LeaderEpoch(requested), logEnd: logEnd)
                    == EpochEnd(epoch: LeaderEpoch(epoch), endOffset: Offset(end)),
                "\(requested)")
        }
    }

    /// The records of an epoch before the first known one are gone.
    @Test func epochBeforeTheFirstEndsWhereTheLogBegins() {
        let cache = cache((4, 10), (6, 35))
        for requested in [Int32(0), 3] {
            #expect(
                cache.endOffset(for: LeaderEpoch(requested), logEnd: Offset(50))
                    == EpochEnd(epoch: LeaderEpoch(requested), endOffset: Offset(10)))
        }
    }

    @Test func epochAfterTheLatestHasNoEnd() {
        #expect(cache((4, 10)).endOffset(for: LeaderEpoch(5), logEnd: Offset(50)) == nil)
        #expect(cache().endOffset(for: LeaderEpoch(0), logEnd: Offset(50)) == nil)
    }

    @Test func cutAtTheEndDropsWhatBeginsThere() {
        for (end, left) in [
            (Int64(36), ["1@10", "3@20", "6@35"]), (35, ["1@10", "3@20"]), (21, ["1@10", "3@20"]),
            (11, ["1@10"]), (10, []), (0, []),
        ] {
            var cache = cache((1, 10), (3, 20), (6, 35))
            cache.truncateFromEnd(Offset(end))
            #expect(listed(cache) == left, "\(end)")
        }
    }

    @Test func cutAtTheStartMovesTheEpochThatHoldsIt() {
        for (start, left) in [
            (Int64(9), ["1@10", "3@20", "6@35"]), (10, ["1@10", "3@20", "6@35"]),
            (15, ["1@15", "3@20", "6@35"]), (20, ["3@20", "6@35"]), (34, ["3@34", "6@35"]),
            (90, ["6@90"]),
        ] {
            var cache = cache((1, 10), (3, 20), (6, 35))
            cache.truncateFromStart(Offset(start))
            #expect(listed(cache) == left, "\(start)")
        }
    }

    /// Against a list of the epoch of every offset.
    @Test func randomLivesAgreeWithAListOfEpochs() throws {
        for seed in 0..<UInt64(400) {
            var random = SeededRandom(seed)
            var cache = LeaderEpochCache()
            var epochs: [Int32] = []
            var start = 0
            var epoch: Int32 = 0
            for _ in 0..<60 {
                switch random.below(5) {
                case 0..<3:
                    epoch = (epochs.last ?? 0) + Int32(random.below(3))
                    cache.assign(LeaderEpoch(epoch), startingAt: Offset(Int64(epochs.count)))
                    epochs += Array(repeating: epoch, count: 1 + random.below(4))
                case 3:
                    epochs.removeLast(random.below(min(5, epochs.count - start) + 1))
                    cache.truncateFromEnd(Offset(Int64(epochs.count)))
                default:
                    guard epochs.count > start else { continue }
                    start += random.below(min(4, epochs.count - start))
                    cache.truncateFromStart(Offset(Int64(start)))
                }
                for requested in 0...epoch + 1 {
                    let found = cache.endOffset(
                        for: LeaderEpoch(requested), logEnd: Offset(Int64(epochs.count)))
                    let expected = Self.end(of: requested, in: epochs, from: start)
                    try #require(found == expected, "seed \(seed), epoch \(requested)")
                }
            }
        }
    }

    private static func end(of requested: Int32, in epochs: [Int32], from start: Int) -> EpochEnd? {
        let known = epochs[start...]
        guard let last = known.last, requested <= last else { return nil }
        let end = known.firstIndex { $0 > requested } ?? epochs.count
        let floor = known.last { $0 <= requested } ?? requested
        return EpochEnd(epoch: LeaderEpoch(floor), endOffset: Offset(Int64(end)))
    }
}
