package import Records

extension PartitionLeadership {
    /// What became of the leadership.
    package enum Election: Hashable, Sendable {
        /// The leader stands, or there is still none.
        case unchanged
        /// Another leader that has every committed record.
        case elected(BrokerID)
        /// A leader that may lack committed records: what was acknowledged may be lost.
        case electedUnclean(BrokerID)
        /// The leader is gone and nobody may take its place.
        case leaderless
    }

    /// Chooses a leader where the present one is dead or there is none: in the order of the
    /// replicas the first that lives and is in sync, then the first that lives and is eligible;
    /// any that lives only where `unclean` allows it (`unclean.leader.election.enable`).
    /// - Parameter live: the brokers that live.
    package mutating func elect(live: [BrokerID], unclean: Bool) -> Election {
        var next = self
        let election = next.chooseLeader(live: live, unclean: unclean)
        guard next != self else { return election }
        change { $0 = next }
        return election
    }

    /// Takes a broker for dead: it leaves the in-sync set unless it is the last there, and where
    /// it led another is chosen.
    /// - Parameter live: the brokers that live; `broker` does not count.
    package mutating func brokerFailed(
        _ broker: BrokerID, live: [BrokerID], unclean: Bool
    ) -> Election {
        var next = self
        next.removeFromInSync(broker)
        let election = next.chooseLeader(
            live: live.filter { $0 != broker }, unclean: unclean)
        if next != self { change { $0 = next } }
        return election
    }

    /// Takes a broker that has started again. Before that it has failed, noticed or not: where it
    /// led, it leads again only in a new epoch.
    ///
    /// After an unclean shutdown it may have lost records: it is neither in sync nor eligible any
    /// more (KIP-966). Only the last of all that are, stays: nobody has more than it.
    /// - Parameter live: the brokers that live, `broker` among them.
    package mutating func brokerRestarted(
        _ broker: BrokerID, isClean: Bool, live: [BrokerID], unclean: Bool
    ) -> Election {
        let failure = brokerFailed(broker, live: live, unclean: false)
        var next = self
        if !isClean { next.dropHolder(broker) }
        let election = next.chooseLeader(live: live, unclean: unclean)
        if next != self { change { $0 = next } }
        return election == .unchanged ? failure : election
    }

    /// Gives the leadership back to the preferred replica, the first, where that lives and is in
    /// sync.
    package mutating func preferLeader(live: [BrokerID]) -> Election {
        let preferred = replicas[0]
        guard leader != preferred, live.contains(preferred), inSyncReplicas.contains(preferred)
        else { return .unchanged }
        change { $0.setLeader(preferred) }
        return .elected(preferred)
    }

    private mutating func chooseLeader(live: [BrokerID], unclean: Bool) -> Election {
        if let leader, live.contains(leader), inSyncReplicas.contains(leader) {
            return .unchanged
        }
        let candidates = replicas.filter { live.contains($0) }
        if let chosen = candidates.first(where: { inSyncReplicas.contains($0) }) {
            setLeader(chosen)
            return .elected(chosen)
        }
        if let chosen = candidates.first(where: { eligibleLeaders.contains($0) }) {
            setLeader(chosen)
            setInSync([chosen])
            return .elected(chosen)
        }
        if unclean, let chosen = candidates.first {
            setLeader(chosen)
            setOnlyHolder(chosen)
            return .electedUnclean(chosen)
        }
        guard leader != nil else { return .unchanged }
        setLeader(nil)
        return .leaderless
    }

    private mutating func removeFromInSync(_ broker: BrokerID) {
        guard inSyncReplicas.contains(broker), inSyncReplicas.count > 1 else { return }
        setInSync(inSyncReplicas.filter { $0 != broker })
    }

    /// Takes a replica that may have lost records from both sets, unless it is the last in them.
    private mutating func dropHolder(_ broker: BrokerID) {
        if inSyncReplicas == [broker] {
            guard !eligibleLeaders.isEmpty else { return }
            setInSync([])
        } else if inSyncReplicas.isEmpty, eligibleLeaders == [broker] {
            return
        }
        dropEligible(broker)
    }
}
