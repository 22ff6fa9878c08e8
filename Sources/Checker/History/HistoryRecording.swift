/// A history that was recorded in this process: what a history file holds.
package struct HistoryRecording: Sendable {
    package var settings: HistorySettings
    /// In the order of time; the last says so where the recorder had to stop.
    package var events: [HistoryEvent]

    package init(settings: HistorySettings, events: [HistoryEvent]) {
        self.settings = settings
        self.events = events
    }

    /// Whether events were left out.
    package var isTruncated: Bool {
        if case .truncated = events.last { true } else { false }
    }

    /// Judges it, as `HistoryChecker` does.
    package func verdict(findingsMax: Int = 10) throws(HistoryError) -> HistoryVerdict {
        var checker = try HistoryChecker(settings: settings)
        for event in events { try checker.add(event) }
        return try checker.verdict(findingsMax: findingsMax)
    }
}
