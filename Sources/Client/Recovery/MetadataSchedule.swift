import Records

/// When to ask the controller of each listener where partitions are: after an error, when the
/// last answer has become old, and again where no answer came.
struct MetadataSchedule {
    private struct Source {
        let listener: Int
        /// Nil before the first look at the clock.
        var askAt: Instant?
        var askedAt: Instant?
        var isUnderWay = false
    }

    /// How old an answer may become.
    private let ageMax: Nanoseconds
    /// From one request to the next.
    private let pause: Nanoseconds
    /// How long an answer is waited for.
    private let patience: Nanoseconds
    private var sources: [Source] = []
    /// When `takeDue` wants to be called.
    private(set) var next = Instant.distantFuture

    init(ageMax: Nanoseconds, pause: Nanoseconds, patience: Nanoseconds) {
        self.ageMax = ageMax
        self.pause = pause
        self.patience = patience
    }

    /// Takes a listener in, if it is new; its metadata begin to age at the next `takeDue`.
    mutating func add(listener: Int) {
        guard !sources.contains(where: { $0.listener == listener }) else { return }
        sources.append(Source(listener: listener))
        next = Instant(Int64.min)
    }

    /// Something is wrong with what is known of the listener's partitions.
    mutating func refresh(listener: Int, now: Instant) {
        change(listener) { source, pause in
            guard !source.isUnderWay else { return }
            let due = max(now, source.askedAt.map { $0 + pause } ?? now)
            source.askAt = min(source.askAt ?? .distantFuture, due)
        }
    }

    /// The listener's controller has answered.
    mutating func answered(listener: Int, now: Instant) {
        let age = ageMax
        change(listener) { source, _ in
            source.isUnderWay = false
            source.askAt = now + age
        }
    }

    private mutating func change(_ listener: Int, _ body: (inout Source, Nanoseconds) -> Void) {
        guard let index = sources.firstIndex(where: { $0.listener == listener }) else { return }
        body(&sources[index], pause)
        findNext()
    }

    /// Calls `ask` with each listener whose controller is to be asked now.
    mutating func takeDue(now: Instant, _ ask: (Int) -> Void) {
        guard next <= now else { return }
        for index in sources.indices {
            guard let askAt = sources[index].askAt else {
                sources[index].askAt = now + ageMax
                continue
            }
            guard askAt <= now else { continue }
            ask(sources[index].listener)
            sources[index].askedAt = now
            sources[index].isUnderWay = true
            sources[index].askAt = now + patience
        }
        findNext()
    }

    private mutating func findNext() {
        next = sources.reduce(.distantFuture) { min($0, $1.askAt ?? Instant(Int64.min)) }
    }
}
