import Messages
import Records

/// How good an assignment is.
struct Balance: Equatable, CustomStringConvertible {
    /// The differences of all pairs of loads, in sum: 0 where all have as much.
    let unevenness: Int
    /// Partitions that stayed where they were.
    let kept: Int

    init(_ shares: [[TopicPartition]], members: [GroupMember]) {
        var unevenness = 0
        for (index, share) in shares.enumerated() {
            for other in shares[(index + 1)...] { unevenness += abs(share.count - other.count) }
        }
        self.unevenness = unevenness
        var latest: [TopicPartition: GroupGeneration] = [:]
        for member in members {
            for owned in member.subscription.owned {
                latest[owned] = max(
                    latest[owned] ?? GroupGeneration(.min), member.subscription.generation)
            }
        }
        kept = zip(shares, members).reduce(0) { sum, pair in
            let (share, member) = pair
            return sum
                + Set(share).intersection(member.subscription.owned)
                .filter { latest[$0] == member.subscription.generation }.count
        }
    }

    var description: String { "unevenness \(unevenness), kept \(kept)" }
}
