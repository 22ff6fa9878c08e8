import Records

/// The faults of a history, as far as they bear on what may be lost.
struct FaultLog {
    private(set) var count = 0
    /// Whether the topic got more partitions, so that keys moved.
    private(set) var movesKeys = false
    private var lastTime: Instant?
    private var open: [Name: Bool] = [:]
    private var openCount = 0
    /// For each target, the last time at which it ended uncleanly.
    private var lastUncleanEnds: [String: Instant] = [:]
    /// When a target last lost what was not flushed, and all it had.
    private var lastLosses: (unflushed: Instant?, all: Instant?) = (nil, nil)

    private struct Name: Hashable {
        var fault: String
        var target: String
    }

    mutating func add(_ mark: FaultMark) throws(HistoryError) {
        let endsUncleanly = LossRules.endsUncleanly(mark.fault)
        let takesLeaders = LossRules.takesLeaders(mark.fault)
        guard !LossRules.losesData(mark.fault, flushed: false) || !mark.target.isEmpty else {
            throw .missingTarget(fault: mark.fault)
        }
        let name = Name(fault: mark.fault, target: mark.target)
        switch mark.phase {
        case .begin:
            guard open[name] != true else {
                throw .repeatedBegin(fault: mark.fault, target: mark.target)
            }
            open[name] = true
            if takesLeaders { openCount += 1 }
        case .end:
            guard open[name] == true else {
                throw .endWithoutBegin(fault: mark.fault, target: mark.target)
            }
            open[name] = false
            if takesLeaders { openCount -= 1 }
        case nil: break
        }
        if mark.phase != .end { count += 1 }
        if mark.fault == LossRules.movingKeys { movesKeys = true }
        if takesLeaders { lastTime = mark.time }
        guard endsUncleanly, mark.phase != .end || LossRules.endsUncleanlyToTheEnd(mark.fault)
        else { return }
        let time = LossRules.lasts(mark.fault) ? .distantFuture : mark.time
        lastUncleanEnds[mark.target] = max(time, lastUncleanEnds[mark.target] ?? time)
        if LossRules.losesData(mark.fault, flushed: false) {
            lastLosses.unflushed = max(time, lastLosses.unflushed ?? time)
        }
        if LossRules.losesData(mark.fault, flushed: true) {
            lastLosses.all = max(time, lastLosses.all ?? time)
        }
    }

    /// Until when a send, by its invoke, may have met a fault that can take a leader away: the
    /// last mark, or for ever while a fault has not ended. nil without a fault.
    var lastFault: Instant? { openCount > 0 ? .distantFuture : lastTime }

    /// Until when a send, by its invoke, may be lost with `replicas` replicas: so many targets
    /// ended uncleanly at that time or later, and one of them lost its data. nil where fewer did.
    func lastLoss(ofReplicas replicas: Int, flushed: Bool) -> Instant? {
        let isOpen = Set(
            open.filter { $0.value && LossRules.endsUncleanlyToTheEnd($0.key.fault) }
                .map(\.key.target))
        let ends = lastUncleanEnds.map { isOpen.contains($0.key) ? .distantFuture : $0.value }
            .sorted(by: >)
        guard let loss = flushed ? lastLosses.all : lastLosses.unflushed,
            replicas >= 1, ends.count >= replicas
        else { return nil }
        return min(ends[replicas - 1], loss)
    }
}
