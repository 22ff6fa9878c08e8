package import Records

/// When and how the members of a subscribed group commit what they have read.
package struct CommitSettings: Hashable, Sendable, Codable {
    package var moment = CommitMoment.after
    package var mode = CommitMode.sync
    /// `auto.commit.interval.ms`: from one commit to the next. Read only where the mode is auto.
    package var interval = Nanoseconds.seconds(5)

    package init() {}
}

/// Whether a record's processing comes before or after its commit.
package enum CommitMoment: String, Hashable, Sendable, Codable, CaseIterable {
    /// Processed, then committed: at least once.
    case after
    /// Committed, then processed: at most once.
    case before
}

/// How commits are made.
package enum CommitMode: String, Hashable, Sendable, Codable, CaseIterable {
    /// After each poll, and the next one waits for the answer.
    case sync
    /// After each poll, without waiting.
    case async
    /// Every so often, without waiting.
    case auto
}
