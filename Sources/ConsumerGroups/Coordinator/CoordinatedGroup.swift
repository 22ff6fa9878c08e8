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
    /// Until when the members of this generation may ask for their shares.
    var syncDeadline = Instant.distantFuture
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
        /// It was told of this generation and has not asked for its share.
        var owesSync = false
        /// Its latest request: one to join that it sent before comes late.
        var lastHeard: Reply?
        /// The number of its latest commit.
        var lastCommit = Int64.min
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
