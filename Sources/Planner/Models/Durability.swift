/// Replication settings that follow from what must be survived.
///
/// To keep acknowledged records through f failures and stay writable through g:
/// min.insync.replicas = f + 1, replication.factor = f + g + 1, acks=all, and no unclean leader
/// election. With one replica acks=1 waits for the same and is what is named.
package struct Durability: Hashable, Sendable {
    package let survive: Int
    package let stayWritable: Int

    /// Both at least 0.
    package init(survive: Int, stayWritable: Int) {
        self.survive = survive
        self.stayWritable = stayWritable
    }

    package var replicationFactor: Int { survive + stayWritable + 1 }
    package var minInsyncReplicas: Int { survive + 1 }
    package var acks: String { replicationFactor == 1 ? "1" : "all" }

    var setting: ReplicationClass {
        ReplicationClass(replicationFactor: replicationFactor, acks: acks)
    }

    /// The rule in words, with its numbers.
    var reason: String {
        if replicationFactor == 1 {
            return "one replica: a failed broker loses its records and stops its partitions"
        }
        return "acknowledged records outlive \(Figure.count(survive, "failure")) and writes go "
            + "on through \(stayWritable): min.insync.replicas = \(survive) + 1, "
            + "replication.factor = \(survive) + \(stayWritable) + 1"
    }

    /// What the setting does not cover.
    var caveats: [String] {
        var lines: [String] = []
        if replicationFactor > 1 {
            lines.append(
                "Replicas acknowledge from memory: a power loss that takes all of them at once can "
                    + "lose acknowledged records unless brokers also fsync (flush.messages).")
            lines.append(
                "Failures are counted in brokers; where a rack can fail as one, place replicas in "
                    + "different racks and count racks.")
        }
        if stayWritable == 0 {
            lines.append(
                "With no failure to stay writable through, one broker down stops writes to the "
                    + "partitions that it holds.")
        }
        return lines
    }
}
