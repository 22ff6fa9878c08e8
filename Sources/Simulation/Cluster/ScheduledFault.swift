import Faults
import Records

/// A fault that was asked for, and what became of it.
struct ScheduledFault {
    let occurrence: FaultOccurrence
    /// When it heals; nil is never.
    let end: Instant?
    var isActive = false
    /// Whom it struck, and in which process; nil where it strikes no broker.
    var broker: Int?
    var process: Int32 = 0
    /// Which client it struck.
    var client: Int?

    /// Whether it goes with the process that it struck.
    var endsWithProcess: Bool {
        switch occurrence.action {
        case .pause, .slow: true
        default: false
        }
    }
}
