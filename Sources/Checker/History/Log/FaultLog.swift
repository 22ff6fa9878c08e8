import Records

/// The faults of a history, as far as they bear on what may be lost.
struct FaultLog {
    private(set) var count = 0
    /// Whether the topic got more partitions, so that keys moved.
    private(set) var movesKeys = false
    private var lastTime: Instant?
    private var open: [Name: Bool] = [:]
    private var openCount = 0
    /// For each target, the last time at which it lost what was not flushed, and all it had.
    private var lastLosses: [String: (unflushed: Instant, all: Instant)] = [:]

    private struct Name: Hashable {
        var fault: String
        var target: String
    }

    mutating func add(_ mark: FaultMark) throws(HistoryError) {
        let losesAll = LossRules.losesData(mark.fault, flushed: true)
        let loses = LossRules.losesData(mark.fault, flushed: false)
        let takesLeaders = LossRules.takesLeaders(mark.fault)
        guard !loses || !mark.target.isEmpty else {
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
        guard loses, mark.phase != .end else { return }
        let never = Instant(Int64.min)
        var losses = lastLosses[mark.target] ?? (never, never)
        losses.unflushed = mark.time
        if losesAll { losses.all = mark.time }
        lastLosses[mark.target] = losses
    }

    /// Until when a send, by its invoke, may have met a fault that can take a leader away: the
    /// last mark, or for ever while a fault has not ended. nil without a fault.
    var lastFault: Instant? { openCount > 0 ? .distantFuture : lastTime }

    /// Until when a send, by its invoke, may be lost with the data of `replicas` replicas: so
    /// many targets lost theirs at that time or later. nil where fewer did.
    func lastLoss(ofReplicas replicas: Int, flushed: Bool) -> Instant? {
        let times = lastLosses.values.map { flushed ? $0.all : $0.unflushed }
            .filter { $0.rawValue > Int64.min }.sorted(by: >)
        return replicas >= 1 && times.count >= replicas ? times[replicas - 1] : nil
    }
}
