/// Holds a run back until the pages that earlier work left dirty have drained, so that the run does
/// not pay for their writing.
///
/// It asks the kernel to write them, which by itself would let them lie for half a minute.
package struct DirtyPageGate: Sendable {
    /// How the wait ended.
    package enum Outcome: Hashable, Sendable {
        /// The data lives in memory: no page of a run ever goes to a disk.
        case notNeeded
        /// Few enough pages are dirty.
        case drained(dirtyBytes: Int)
        /// Time ran out, or the user interrupted.
        case gaveUp(dirtyBytes: Int)
    }

    /// 64 MB, below which dirty pages do not disturb a run.
    package static let limitBytesDefault = 64_000_000

    private let limitBytes: Int
    private let timeoutNanoseconds: Int64
    private let pages: any DirtyPages

    /// A gate that opens below `limitBytes` dirty bytes, or after `timeoutNanoseconds`.
    package init(
        limitBytes: Int = limitBytesDefault, timeoutNanoseconds: Int64 = 60_000_000_000,
        pages: any DirtyPages
    ) {
        self.limitBytes = limitBytes
        self.timeoutNanoseconds = timeoutNanoseconds
        self.pages = pages
    }

    /// Waits. `progress` is told the dirty bytes at each look, some ten times a second;
    /// `isInterrupted` is asked as often, and true ends the wait.
    package func wait(
        isInterrupted: () -> Bool = { false }, progress: (_ dirtyBytes: Int) -> Void = { _ in }
    ) throws(MeasurementError) -> Outcome {
        if try pages.isInMemory() { return .notNeeded }
        let start = pages.nowNanoseconds
        var asked = false
        while true {
            let dirtyBytes = try pages.dirtyBytes()
            if dirtyBytes < limitBytes { return .drained(dirtyBytes: dirtyBytes) }
            if isInterrupted() || pages.nowNanoseconds - start >= timeoutNanoseconds {
                return .gaveUp(dirtyBytes: dirtyBytes)
            }
            progress(dirtyBytes)
            if !asked { try pages.startWriting() }
            asked = true
            pages.pause()
        }
    }
}
