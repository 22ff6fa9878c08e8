import Messages
import Records

extension CoordinatedGroup {
    /// Where a member stands.
    ///
    /// - Throws: `.unknownMemberID`, and `.fencedInstanceID` where another has come in the
    ///   instance's place (KIP-345).
    func place(of member: MemberID, instance: GroupInstanceID?) throws(ErrorCode) -> Int {
        if let instance {
            guard let index = index(of: instance) else { throw .unknownMemberID }
            guard members[index].id == member else { throw .fencedInstanceID }
            return index
        }
        guard let index = index(of: member) else { throw .unknownMemberID }
        return index
    }

    /// Where a member of the present generation stands.
    ///
    /// - Throws: `.illegalGeneration` besides.
    func place(
        of member: MemberID, instance: GroupInstanceID?, in generation: GroupGeneration
    ) throws(ErrorCode) -> Int {
        let index = try place(of: member, instance: instance)
        guard generation == self.generation else { throw .illegalGeneration }
        return index
    }

    /// Whether one that can do these could be in a generation with all other members.
    func canSpeak(_ protocols: [AssignorName], as member: MemberID) -> Bool {
        let others = members.filter { $0.id != member }
        return protocols.contains { name in others.allSatisfy { $0.protocols.contains(name) } }
    }

    /// What all members can do: what most of them prefer, the leader's first choice of those.
    var bestAssignor: AssignorName? {
        guard let chooser = index(of: leader) ?? members.indices.first else { return nil }
        let candidates = members[chooser].protocols.filter { name in
            members.allSatisfy { $0.protocols.contains(name) }
        }
        var best: (name: AssignorName, votes: Int)?
        for name in candidates {
            let votes = members.filter { member in
                member.protocols.first(where: candidates.contains) == name
            }.count
            if votes > best?.votes ?? -1 { best = (name, votes) }
        }
        return best?.name
    }

    /// Whether the member has sent a later request, or the same one that comes twice. It must not
    /// be answered: it would put a static member out that is there.
    func hasOvertaken(_ request: JoinGroupRequest) -> Bool {
        let place =
            request.instance.flatMap { index(of: $0) } ?? index(of: request.member)
        let last =
            place.map { members[$0].lastHeard } ?? request.instance.flatMap { goneInstances[$0] }
        guard let last else { return false }
        return last.client == request.client && request.number <= last.number
    }

    /// Remembers of a static member that goes which of its requests was the latest.
    func noteGone(_ member: Member) {
        if let instance = member.instance { goneInstances[instance] = member.lastHeard }
    }

    /// Takes over what a request to join says of the member.
    func update(_ index: Int, with request: JoinGroupRequest) {
        members[index].sessionTimeout = request.sessionTimeout
        members[index].rebalanceTimeout = request.rebalanceTimeout
        members[index].protocols = request.protocols
        members[index].subscription = request.subscription
        hear(request.client, request.number, of: index)
    }

    /// Notes a request of a member, by which earlier ones are known to be late.
    func hear(_ client: ClientID, _ number: Int64, of index: Int) {
        if let last = members[index].lastHeard, last.client == client, last.number > number {
            return
        }
        members[index].lastHeard = Reply(client: client, number: number)
    }
}

extension CoordinatedGroup.Member {
    /// Whether a request to join says nothing new of the member.
    func matches(_ request: JoinGroupRequest) -> Bool {
        protocols == request.protocols && subscription == request.subscription
    }
}

extension GroupSubscription {
    /// Whether both want the same topics, in whatever order.
    func wantsSame(as other: GroupSubscription) -> Bool {
        topics.sorted() == other.topics.sorted()
    }
}
