import Measurement
import RunResults

/// What was seen of a run from outside while it went on.
struct RunOutcome {
    var start = Edge()
    var middle = Edge()
    var end = Edge()
    var lag = LagResult()
    /// The same behind what groups had committed; its largest value is of the drain too.
    var committedLag = LagResult()
    /// nil where members did not wait for a backlog.
    var backlog: BacklogWatch?
    var hitByteCap = false
    var isDrained = false
    /// What the groups together had not read when the drain was given up.
    var unreadRecords = 0
    /// The measured time as it was: shorter than asked for after a byte cap.
    var measuredSeconds = 0.0
    var threads = 1

    /// The counts at one instant.
    struct Edge {
        var time: Int64 = 0
        var sent = 0
        var completed = 0
        var writtenBytes = 0
        var idleSpinNanoseconds: Int64 = 0
        var resources = ResourceSnapshot()
    }
}
