import Messages
import Records

/// A group as its coordinator knows it. Owned by the coordinator.
final class CoordinatedGroup {
    let id: GroupID
    var state = State.empty
    var generation = GroupGeneration(0)
    /// Nil while the group has no members.
    var assignor: AssignorName?
    var leader = MemberID.none
    /// In the order in which they joined.
    var members: [Member] = []
    /// Ids that were given out to members that have not joined with them yet, and until when the
    /// group waits for these (KIP-394).
    var pending: [(member: MemberID, deadline: Instant)] = []
    /// Committed positions. Only ever looked up.
    var offsets: [TopicPartition: GroupOffset] = [:]
    /// The latest request of each static member that is out: an earlier one to join comes late,
    /// and must not bring back a member that nobody is. Not in the log, so that the next
    /// coordinator knows nothing of it. Only ever looked up.
    var goneInstances: [GroupInstanceID: Reply] = [:]
    /// The append under way that brings this generation's assignment; nil while there is none.
    var assigning: Int64?
    /// No later than the first instant at which the group has work without a message.
    var due = Instant.distantFuture

    /// What the group is doing; Kafka's names in the comments.
    enum State {
        /// `Empty`: no members.
        case empty
        /// `PreparingRebalance`: it waits for members to join.
        case preparing(Preparation)
        /// `CompletingRebalance`: it waits for the leader's assignment.
        case completing
        /// `Stable`.
        case stable
    }

    struct Preparation {
        /// When the rebalance goes on without those who have not joined.
        var deadline: Instant
        /// Of a group that was empty: what is left of the longest time that it waits for more
        /// members. Nil of another, which goes on when all have joined.
        var initialTimeLeft: Nanoseconds?
        /// Whether somebody joined since the deadline was set.
        var hasNewMembers = false
    }

    struct Member {
        var id: MemberID
        let instance: GroupInstanceID?
        var sessionTimeout: Nanoseconds
        var rebalanceTimeout: Nanoseconds
        var protocols: [AssignorName]
        var subscription: GroupSubscription
        var assignment: [TopicPartition] = []
        /// When it is taken for dead, if nothing comes from it.
        var deadline: Instant
        /// Its request to join that waits for an answer.
        var joining: Reply?
        /// Its request for its share that waits for an answer.
        var syncing: Reply?
        /// Its request to come back in its instance's place, which waits for its record.
        var restarting: Reply?
        /// Until when it may ask for its share, of a generation that it was told of; nil where it
        /// owes no such request.
        var syncDeadline: Instant?
        /// Its latest request: one to join that it sent before comes late.
        var lastHeard: Reply?
        /// The number of its latest commit. It is not in the log: a copy of an earlier commit that
        /// comes to a later coordinator, before any other commit of the member, is taken for a new
        /// one. Connections do not bring requests to another leadership; a network that copies
        /// messages may.
        var lastCommit = Int64.min

        /// Whether it waits for the coordinator: as long as it does, it is not taken for dead.
        var isWaiting: Bool { joining != nil || syncing != nil || restarting != nil }
    }

    /// Whom to answer, and under which number.
    struct Reply {
        let client: ClientID
        let number: Int64
    }

    init(id: GroupID) { self.id = id }

    func index(of member: MemberID) -> Int? { members.firstIndex { $0.id == member } }

    func index(of instance: GroupInstanceID) -> Int? {
        members.firstIndex { $0.instance == instance }
    }

    /// The longest `max.poll.interval.ms` of its members.
    var rebalanceTimeout: Nanoseconds {
        members.reduce(.zero) { max($0, $1.rebalanceTimeout) }
    }

    /// Lets the first tick from `time` on look at the group.
    func wake(at time: Instant) { due = min(due, time) }

    /// The member lives: it has its session timeout from now.
    func noteLife(of index: Int, now: Instant) {
        members[index].deadline = now + members[index].sessionTimeout
        wake(at: members[index].deadline)
    }

    /// The member is told of the generation: it has the rebalance timeout to ask for its share.
    func awaitSync(of index: Int, now: Instant) {
        let deadline = members[index].syncDeadline ?? now + rebalanceTimeout
        members[index].syncDeadline = deadline
        wake(at: deadline)
    }

    /// What is to be kept of the group as it is, with these shares.
    func metadata(_ share: (Member) -> [TopicPartition] = { $0.assignment }) -> GroupMetadata {
        GroupMetadata(
            generation: generation, assignor: assignor, leader: leader,
            members: members.map {
                GroupMetadata.Member(
                    member: $0.id, instance: $0.instance, sessionTimeout: $0.sessionTimeout,
                    rebalanceTimeout: $0.rebalanceTimeout, protocols: $0.protocols,
                    subscription: $0.subscription, assignment: share($0))
            })
    }
}
