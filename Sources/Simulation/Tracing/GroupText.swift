import Messages
import Records

/// How the messages of groups read in a trace, and what the digest takes of them.
extension BrokerMessage {
    var groupText: String {
        switch self {
        case .joinGroup(let request):
            "member \(request.member) joins group \(request.group), owns "
                + "\(request.subscription.owned.count) of generation "
                + "\(request.subscription.generation)"
        case .syncGroup(let request):
            "member \(request.member) syncs with group \(request.group) in generation "
                + "\(request.generation), \(request.assignments.count) assignments"
        case .groupHeartbeat(let request):
            "member \(request.member) of group \(request.group) lives in generation "
                + "\(request.generation)"
        case .leaveGroup(let request): "member \(request.member) leaves group \(request.group)"
        case .offsetCommit(let request):
            request.offsets.reduce(
                "member \(request.member) of group \(request.group) commits in generation "
                    + "\(request.generation)"
            ) { $0 + ", partition \($1.partition.partition): \($1.offset)" }
        case .offsetFetch(let request): "offsets of group \(request.group) are asked for"
        default: ""
        }
    }

    var groupWords: TraceWords {
        switch self {
        case .joinGroup(let request):
            request.group.words(70, request.member, request.subscription.generation)
        case .syncGroup(let request):
            request.group.words(71, request.member, request.generation)
        case .groupHeartbeat(let request):
            request.group.words(72, request.member, request.generation)
        case .leaveGroup(let request): request.group.words(73, request.member, .none)
        case .offsetCommit(let request):
            TraceWords(
                kind: 74, a: Int64(request.group.rawValue), b: request.member.rawValue,
                c: request.offsets.reduce(0) { $0 &* 31 &+ $1.offset.rawValue })
        case .offsetFetch(let request):
            TraceWords(
                kind: 75, a: Int64(request.group.rawValue), b: Int64(request.client.rawValue),
                c: request.number)
        default: TraceWords(kind: 76)
        }
    }
}

extension ClientMessage {
    var groupText: String {
        switch self {
        case .joinedGroup(let response):
            "group \(response.group) answers \(response.error) to join: generation "
                + "\(response.generation), member \(response.member), leader \(response.leader)"
        case .syncedGroup(let response):
            response.partitions.reduce(
                "group \(response.group) answers \(response.error) to sync: generation "
                    + "\(response.generation), partitions"
            ) { $0 + " \($1.partition)" }
        case .groupHeartbeat(let response):
            "group \(response.group) answers \(response.error) to a heartbeat"
        case .leftGroup(let response):
            "group \(response.group) answers \(response.error) to leave"
        case .offsetsCommitted(let response):
            "group \(response.group) answers \(response.error) to a commit"
        case .offsetsFetched(let response):
            response.offsets.reduce("group \(response.group) answers \(response.error)") {
                $0 + ", partition \($1.partition.partition): \($1.offset)"
            }
        default: ""
        }
    }

    var groupWords: TraceWords {
        switch self {
        case .joinedGroup(let response):
            response.group.words(80, response.member, response.generation)
        case .syncedGroup(let response):
            TraceWords(
                kind: 81, a: Int64(response.group.rawValue), b: Int64(response.error.rawValue),
                c: response.partitions.reduce(0) { $0 &* 31 &+ Int64($1.partition.rawValue) })
        case .groupHeartbeat(let response): response.group.words(82, response.error)
        case .leftGroup(let response): response.group.words(83, response.error)
        case .offsetsCommitted(let response): response.group.words(84, response.error)
        case .offsetsFetched(let response):
            TraceWords(
                kind: 85, a: Int64(response.group.rawValue), b: Int64(response.error.rawValue),
                c: response.offsets.reduce(0) { $0 &* 31 &+ $1.offset.rawValue })
        default: TraceWords(kind: 86)
        }
    }
}

extension GroupID {
    fileprivate func words(
        _ kind: Int64, _ member: MemberID, _ generation: GroupGeneration
    ) -> TraceWords {
        TraceWords(
            kind: kind, a: Int64(rawValue), b: member.rawValue, c: Int64(generation.rawValue))
    }

    fileprivate func words(_ kind: Int64, _ error: ErrorCode) -> TraceWords {
        TraceWords(kind: kind, a: Int64(rawValue), b: Int64(error.rawValue))
    }
}
