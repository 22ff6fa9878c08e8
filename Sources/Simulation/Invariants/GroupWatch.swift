import Brokers
import ConsumerGroups
import Messages
import Records

/// Looks at what coordinators are asked and what they answer, and holds groups to their
/// invariants.
///
/// What counts is told by coordinators of the newest leader epoch that has told anything: one that
/// was deposed and does not know it may still tell what was true.
final class GroupWatch {
    private let offsetsTopic: TopicConfiguration
    private let topic = TopicID(0)
    private let watch: ClusterWatch
    /// How many partitions the subscribed topic has.
    var partitionCount = 0
    private var groups: [WatchedGroup] = []
    private var subscribers: [(client: ClientID, group: GroupID)] = []

    struct WatchedGroup {
        let id: GroupID
        /// The leader epoch of the newest coordinator that told something.
        var epoch: LeaderEpoch?
        /// The latest generation whose members were told their shares.
        var generation = GroupGeneration(0)
        /// Who was given each partition in that generation, by partition.
        var owners: [ClientID?] = []
        /// Commits that were asked for, by partition: those from the last acknowledged one on.
        var commits: [[SentCommit]] = []
        /// Requests without answer, for what their answers do not repeat.
        var requests: [OpenRequest] = []
    }

    /// A position on its way to a coordinator.
    struct SentCommit {
        let client: ClientID
        let number: Int64
        let offset: Offset
        var isAcknowledged = false
    }

    /// A request that a coordinator was asked.
    struct OpenRequest {
        let client: ClientID
        let number: Int64
        /// Of a commit.
        let generation: GroupGeneration
        let partitions: [PartitionIndex]
        /// Of a commit: whether it came from a member of the generation that the coordinator held.
        var isOfMember = true
    }

    init(offsetsTopic: TopicConfiguration, watch: ClusterWatch) {
        self.offsetsTopic = offsetsTopic
        self.watch = watch
    }

    /// A client is a member of a group, or will be.
    func subscribed(_ client: ClientID, to group: GroupID) { subscribers.append((client, group)) }

    // MARK: Requests

    /// A broker is about to be told something.
    func asked(_ message: BrokerMessage, of broker: Broker) {
        switch message {
        case .offsetCommit(let request):
            let index = place(of: request.group)
            for offset in request.offsets where offset.partition.topic == topic {
                let partition = offset.partition.partition.index
                groups[index].grow(to: partition + 1)
                groups[index].commits[partition].append(
                    SentCommit(
                        client: request.client, number: request.number, offset: offset.offset))
            }
            groups[index].requests.append(
                OpenRequest(
                    client: request.client, number: request.number,
                    generation: request.generation,
                    partitions: request.offsets.map(\.partition.partition),
                    isOfMember: isOfMember(request, broker)))
        case .offsetFetch(let request):
            groups[place(of: request.group)].requests.append(
                OpenRequest(
                    client: request.client, number: request.number, generation: .none,
                    partitions: request.partitions.map(\.partition)))
        default: break
        }
    }

    private func isOfMember(_ request: OffsetCommitRequest, _ broker: Broker) -> Bool {
        let view = broker.groups(in: home(of: request.group))?
            .first { $0.group == request.group }
        guard let metadata = view?.metadata else { return request.generation == .none }
        if request.generation == .none { return metadata.members.isEmpty }
        return metadata.generation == request.generation
            && metadata.members.contains { $0.member == request.member }
    }

    /// The partition that a group lives in.
    private func home(of group: GroupID) -> TopicPartition {
        TopicPartition(
            topic: TopicID(1), partition: group.partition(of: offsetsTopic.partitions))
    }

    // MARK: Answers

    /// A broker answers a client.
    func answered(_ message: ClientMessage, to client: ClientID, by broker: Broker) {
        switch message {
        case .joinedGroup(let response) where response.error == .none:
            guard let index = heard(response.group, broker) else { return }
            checkGeneration(index, response.generation, broker)
        case .syncedGroup(let response) where response.error == .none:
            guard let index = heard(response.group, broker) else { return }
            checkGeneration(index, response.generation, broker)
            take(response, index, client, broker)
        case .offsetsCommitted(let response):
            finishCommit(response, client, broker)
        case .offsetsFetched(let response):
            finishFetch(response, client, broker)
        default: break
        }
    }

    /// The group's place, where the broker is its newest coordinator that told something.
    private func heard(_ group: GroupID, _ broker: Broker) -> Int? {
        guard case .leader(let epoch, _, _) = broker.view(of: home(of: group))?.role else {
            return nil
        }
        let index = place(of: group)
        if let known = groups[index].epoch, epoch < known { return nil }
        groups[index].epoch = epoch
        return index
    }

    private func checkGeneration(
        _ index: Int, _ generation: GroupGeneration, _ broker: Broker
    ) {
        guard generation < groups[index].generation else { return }
        report(
            .monotonicGeneration, index, 0, broker,
            "tells of generation \(generation) after \(groups[index].generation)")
    }

    /// A member was told its share.
    private func take(
        _ response: SyncGroupResponse, _ index: Int, _ client: ClientID, _ broker: Broker
    ) {
        if response.generation > groups[index].generation {
            groups[index].generation = response.generation
            groups[index].owners = []
        }
        let isMember = subscribers.contains { $0.client == client && $0.group == response.group }
        for partition in response.partitions {
            let number = partition.partition.index
            guard isMember, partition.topic == topic, (0..<partitionCount).contains(number) else {
                report(
                    .legalAssignment, index, number, broker,
                    "client \(client.rawValue) is given topic \(partition.topic.rawValue), "
                        + "partition \(number) of \(partitionCount)")
                continue
            }
            groups[index].grow(to: number + 1)
            if let owner = groups[index].owners[number], owner != client {
                report(
                    .oneOwnerPerGeneration, index, number, broker,
                    "is client \(owner.rawValue)'s and client \(client.rawValue)'s in generation "
                        + "\(response.generation)")
            }
            groups[index].owners[number] = client
        }
    }

    private func finishCommit(
        _ response: OffsetCommitResponse, _ client: ClientID, _ broker: Broker
    ) {
        let place = place(of: response.group)
        // A link may have brought two copies: one that is refused is so at once, and is the last
        // that came; one that is taken may have waited for the log.
        let waited =
            response.error == .none || response.error == .coordinatorNotAvailable
            || response.error == .notCoordinator
        guard let request = groups[place].takeRequest(client, response.number, oldest: waited)
        else { return }
        guard response.error == .none else {
            // After these the positions may be in the log all the same.
            if response.error != .coordinatorNotAvailable, response.error != .notCoordinator {
                groups[place].forget(request)
            }
            return
        }
        if !request.isOfMember {
            report(
                .fencedCommit, place, request.partitions.first?.index ?? 0, broker,
                "takes a commit of client \(client.rawValue) in generation "
                    + "\(request.generation), which was none of its members'")
        }
        guard let index = heard(response.group, broker) else { return }
        if request.generation != .none, request.generation < groups[index].generation {
            report(
                .fencedCommit, index, request.partitions.first?.index ?? 0, broker,
                "takes a commit of client \(client.rawValue) in generation \(request.generation) "
                    + "after \(groups[index].generation) was told")
        }
        groups[index].acknowledge(request)
    }

    private func finishFetch(
        _ response: OffsetFetchResponse, _ client: ClientID, _ broker: Broker
    ) {
        let place = place(of: response.group)
        guard let request = groups[place].takeRequest(client, response.number),
            response.error == .none, let index = heard(response.group, broker)
        else { return }
        for partition in request.partitions where partition.index < groups[index].commits.count {
            let commits = groups[index].commits[partition.index]
            guard let last = commits.first, last.isAcknowledged else { continue }
            let told = response.offsets.first { $0.partition.partition == partition }?.offset
            guard !commits.contains(where: { $0.offset == told }) else { continue }
            report(
                .committedOffsetKept, index, partition.index, broker,
                "tells of \(told.map { "\($0)" } ?? "no position"); \(last.offset) was "
                    + "acknowledged")
        }
    }

    // MARK: Parts

    private func place(of group: GroupID) -> Int {
        if let place = groups.firstIndex(where: { $0.id == group }) { return place }
        groups.append(WatchedGroup(id: group))
        return groups.count - 1
    }

    private func report(
        _ invariant: Invariant, _ index: Int, _ partition: Int, _ broker: Broker,
        _ detail: String
    ) {
        watch.report(
            invariant, partition, broker: broker.id, epoch: groups[index].epoch,
            "group \(groups[index].id): \(detail)")
    }
}

extension GroupWatch.WatchedGroup {
    mutating func grow(to count: Int) {
        while owners.count < count { owners.append(nil) }
        while commits.count < count { commits.append([]) }
    }

    /// What was asked under a number; copies of it stay.
    fileprivate mutating func takeRequest(
        _ client: ClientID, _ number: Int64, oldest: Bool = true
    ) -> GroupWatch.OpenRequest? {
        let isIt = { (request: GroupWatch.OpenRequest) in
            request.client == client && request.number == number
        }
        let place = oldest ? requests.firstIndex(where: isIt) : requests.lastIndex(where: isIt)
        return place.map { requests.remove(at: $0) }
    }

    /// A commit was surely not taken: its last copy is none that may count.
    fileprivate mutating func forget(_ request: GroupWatch.OpenRequest) {
        for partition in request.partitions where partition.index < commits.count {
            let place = commits[partition.index].lastIndex {
                $0.client == request.client && $0.number == request.number && !$0.isAcknowledged
            }
            if let place { commits[partition.index].remove(at: place) }
        }
    }

    /// A commit was acknowledged: it, or one that was asked for later, counts from now on.
    fileprivate mutating func acknowledge(_ request: GroupWatch.OpenRequest) {
        for partition in request.partitions where partition.index < commits.count {
            let place = commits[partition.index].firstIndex {
                $0.client == request.client && $0.number == request.number
            }
            guard let place else { continue }
            commits[partition.index].removeFirst(place)
            commits[partition.index][0].isAcknowledged = true
        }
    }
}
