package import Records

extension BrokerMessage {
    /// The group that a request is about; nil where it is about none.
    package var group: GroupID? {
        switch self {
        case .joinGroup(let request): request.group
        case .syncGroup(let request): request.group
        case .groupHeartbeat(let request): request.group
        case .leaveGroup(let request): request.group
        case .offsetCommit(let request): request.group
        case .offsetFetch(let request): request.group
        default: nil
        }
    }

    /// The answer that refuses a group's request, and whom it is for; nil for other messages.
    package func groupRefusal(
        _ error: ErrorCode
    ) -> (client: ClientID, message: ClientMessage)? {
        switch self {
        case .joinGroup(let request): (request.client, request.answer(error))
        case .syncGroup(let request): (request.client, request.answer(error))
        case .groupHeartbeat(let request): (request.client, request.answer(error))
        case .leaveGroup(let request): (request.client, request.answer(error))
        case .offsetCommit(let request): (request.client, request.answer(error))
        case .offsetFetch(let request): (request.client, request.answer(error))
        default: nil
        }
    }
}

extension JoinGroupRequest {
    /// An answer that tells nothing but an error.
    package func answer(_ error: ErrorCode) -> ClientMessage {
        .joinedGroup(
            JoinGroupResponse(group: group, number: number, error: error, member: member))
    }
}

extension SyncGroupRequest {
    /// An answer that tells nothing but an error.
    package func answer(_ error: ErrorCode) -> ClientMessage {
        .syncedGroup(SyncGroupResponse(group: group, number: number, error: error))
    }
}

extension GroupHeartbeatRequest {
    package func answer(_ error: ErrorCode) -> ClientMessage {
        .groupHeartbeat(GroupHeartbeatResponse(group: group, number: number, error: error))
    }
}

extension LeaveGroupRequest {
    package func answer(_ error: ErrorCode) -> ClientMessage {
        .leftGroup(LeaveGroupResponse(group: group, number: number, error: error))
    }
}

extension OffsetCommitRequest {
    package func answer(_ error: ErrorCode) -> ClientMessage {
        .offsetsCommitted(OffsetCommitResponse(group: group, number: number, error: error))
    }
}

extension OffsetFetchRequest {
    /// An answer that tells nothing but an error.
    package func answer(_ error: ErrorCode) -> ClientMessage {
        .offsetsFetched(OffsetFetchResponse(group: group, number: number, error: error))
    }
}
