package import Checker
import Records
import Synchronization

/// Records the history of a run, up to a bound, for `weir check` and for the checker at its end.
///
/// Each client and each driver writes to a buffer of its own, and the buffers are merged by time
/// when the run is over. Where the bound is reached, the history is cut at that instant.
package final class HistoryRecorder {
    private let budget: Budget
    private let sequenceStride: Int64
    private var buffers: [HistoryBuffer] = []

    /// - Parameters:
    ///   - partitions: as many as the topic ever has in the run.
    ///   - itemsMax: events and polled records together, over all buffers; about 150 bytes each.
    package init(partitions: Int, itemsMax: Int = 1_000_000) {
        budget = Budget(itemsMax)
        var stride: Int64 = 1
        while stride < partitions { stride *= 10 }
        sequenceStride = stride
    }

    /// A new buffer for one thread. To be asked for before the run begins, in an order that does
    /// not change: of events at the same instant those of earlier buffers come first.
    package func makeBuffer() -> HistoryBuffer {
        let buffer = HistoryBuffer(budget: budget, sequenceStride: sequenceStride)
        buffers.append(buffer)
        return buffer
    }

    /// What all buffers hold. For when the run is over. Takes O(n log n) time in the events.
    package func recording(settings: HistorySettings) -> HistoryRecording {
        let cut = buffers.compactMap(\.cut).min()
        var order: [(time: Instant, buffer: Int, place: Int)] = []
        for (index, buffer) in buffers.enumerated() {
            for (place, event) in buffer.events.enumerated() {
                if let cut, event.time >= cut { break }
                order.append((event.time, index, place))
            }
        }
        order.sort { ($0.time, $0.buffer, $0.place) < ($1.time, $1.buffer, $1.place) }
        var events = order.map { buffers[$0.buffer].events[$0.place] }
        if let cut { events.append(.truncated(time: cut)) }
        return HistoryRecording(settings: settings, events: events)
    }

    /// How many items may still be recorded, shared by threads.
    final class Budget: Sendable {
        private let rest: Atomic<Int>
        private static let portion = 256

        init(_ items: Int) { rest = Atomic(max(0, items)) }

        /// Takes at least `wanted` items and a portion more where there are so many; 0 where
        /// there are fewer than wanted.
        func take(_ wanted: Int) -> Int {
            var current = rest.load(ordering: .relaxed)
            while current >= wanted {
                let taken = min(current, wanted + Self.portion)
                let (exchanged, original) = rest.weakCompareExchange(
                    expected: current, desired: current - taken, ordering: .relaxed)
                if exchanged { return taken }
                current = original
            }
            return 0
        }
    }
}
