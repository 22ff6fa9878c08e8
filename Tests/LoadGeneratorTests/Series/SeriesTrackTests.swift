import Records
import Testing

@testable import LoadGenerator

@Suite struct SeriesTrackTests {
    /// Slots and counts share a word: the largest of either must not reach into the other.
    @Test func whateverIsPutInComesOut() {
        var track = SeriesTrack()
        let largest = LatencyScale.slotCount - 1
        track.append(bucket: 3, records: 5, failedAttempts: 1)
        track.append(slot: 0, count: 1)
        track.append(slot: largest, count: .max)
        track.append(bucket: 4, records: 0, failedAttempts: 0)
        track.append(bucket: 5, records: 1, failedAttempts: 0)
        track.append(slot: 64, count: 1 << 21)
        func counts(_ entry: Int) -> [Int: Int] {
            track.latencies(of: entry).reduce(into: [:]) { $0[$1.slot, default: 0] += $1.count }
        }
        #expect(counts(0) == [0: 1, largest: Int(UInt32.max)])
        #expect(counts(1) == [:])
        #expect(counts(2) == [64: 1 << 21])
        #expect(track.entries.map(\.bucket) == [3, 4, 5])
    }
}
