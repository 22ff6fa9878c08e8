import Measurement
import Platform
import Testing

@Suite struct DirtyPageGateTests {
    @Test func inMemoryThereIsNothingToWaitFor() throws {
        let pages = FakePages(dirtyBytes: [1_000], isInMemory: true)
        #expect(try gate(pages).wait() == .notNeeded)
        #expect(pages.log == [])
    }

    @Test func opensAtOnceBelowTheLimit() throws {
        let pages = FakePages(dirtyBytes: [99])
        #expect(try gate(pages).wait() == .drained(dirtyBytes: 99))
        #expect(pages.log == ["look"])
    }

    @Test func asksOnceForTheWritingAndWaitsForItsEnd() throws {
        let pages = FakePages(dirtyBytes: [300, 200, 100, 99])
        var seen: [Int] = []
        let outcome = try gate(pages).wait(progress: { seen.append($0) })
        #expect(outcome == .drained(dirtyBytes: 99))
        #expect(seen == [300, 200, 100])
        #expect(
            pages.log == ["look", "write", "pause", "look", "pause", "look", "pause", "look"])
    }

    /// The clock of the pages goes on by a second a pause.
    @Test func givesUpWhenTimeRunsOut() throws {
        let pages = FakePages(dirtyBytes: [500])
        #expect(try gate(pages).wait() == .gaveUp(dirtyBytes: 500))
        #expect(pages.log.filter { $0 == "pause" }.count == 3)
    }

    @Test func givesUpOnAnInterrupt() throws {
        let pages = FakePages(dirtyBytes: [500])
        #expect(try gate(pages).wait(isInterrupted: { true }) == .gaveUp(dirtyBytes: 500))
        #expect(pages.log == ["look"])
    }

    @Test func looksAtTheRealSystem() throws {
        try withTemporaryDirectory { directory in
            let pages = SystemDirtyPages(dataDirectory: directory)
            let inMemory = try FileSystemInfo(holding: directory).isInMemory
            #expect(try pages.isInMemory() == inMemory)
            #expect(try pages.dirtyBytes() >= 0)
            let outcome = try DirtyPageGate(limitBytes: .max, pages: pages).wait()
            switch outcome {
            case .notNeeded: #expect(inMemory)
            case .drained: #expect(!inMemory)
            case .gaveUp: Issue.record("gave up below an endless limit")
            }
        }
    }

    @Test func aRealPauseLetsTimePass() {
        let pages = SystemDirtyPages(dataDirectory: "/")
        let start = pages.nowNanoseconds
        pages.pause()
        #expect(pages.nowNanoseconds - start >= 100_000_000)
    }

    @Test func aMissingDirectoryIsAnError() {
        #expect(throws: MeasurementError.self) {
            try DirtyPageGate(pages: SystemDirtyPages(dataDirectory: "/nowhere")).wait()
        }
    }

    private func gate(_ pages: FakePages) -> DirtyPageGate {
        DirtyPageGate(limitBytes: 100, timeoutNanoseconds: 3_000_000_000, pages: pages)
    }
}

/// Pages that drain as told, one look after the other, the last one for ever.
private final class FakePages: DirtyPages {
    private struct State {
        var looks = 0
        var now: Int64 = 5
        var log: [String] = []
    }

    private let amounts: [Int]
    private let inMemory: Bool
    private let state = Lock(State())

    init(dirtyBytes: [Int], isInMemory: Bool = false) {
        amounts = dirtyBytes
        inMemory = isInMemory
    }

    var log: [String] { state.withLock { $0.log } }
    var nowNanoseconds: Int64 { state.withLock { $0.now } }

    func isInMemory() -> Bool { inMemory }

    func dirtyBytes() -> Int {
        state.withLock { state in
            state.log.append("look")
            state.looks += 1
            return amounts[min(state.looks, amounts.count) - 1]
        }
    }

    func startWriting() { state.withLock { $0.log.append("write") } }

    func pause() {
        state.withLock { state in
            state.log.append("pause")
            state.now += 1_000_000_000
        }
    }
}
