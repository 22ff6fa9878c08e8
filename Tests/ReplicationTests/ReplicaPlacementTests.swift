import Records
import Replication
import Testing

@Suite struct ReplicaPlacementTests {
    /// How many partitions each broker leads, and how many it holds.
    private func counts(
        _ assignment: [[BrokerID]], brokers: Int
    ) -> (leaders: [Int], replicas: [Int]) {
        var leaders = Array(repeating: 0, count: brokers)
        var replicas = leaders
        for partition in assignment {
            leaders[partition[0].index] += 1
            for broker in partition { replicas[broker.index] += 1 }
        }
        return (leaders, replicas)
    }

    private func spread(_ counts: [Int]) -> Int { (counts.max() ?? 0) - (counts.min() ?? 0) }

    @Test func everyCombinationIsDistinctAndEven() throws {
        for brokers in 1...7 {
            let ids = (0..<brokers).map { BrokerID($0) }
            for factor in 1...brokers {
                for partitions in 1...(3 * brokers + 1) {
                    for first in 0..<brokers {
                        let what = "\(partitions) x \(factor) on \(brokers) from \(first)"
                        let assignment = ReplicaPlacement.assign(
                            partitions: partitions, replicationFactor: factor, brokers: ids,
                            firstLeader: first)
                        try #require(assignment.count == partitions, "\(what)")
                        for (index, replicas) in assignment.enumerated() {
                            try #require(Set(replicas).count == factor, "\(what)")
                            try #require(replicas.count == factor, "\(what)")
                            try #require(
                                replicas[0].index == (index + first) % brokers, "\(what)")
                        }
                        let (leaders, replicas) = counts(assignment, brokers: brokers)
                        try #require(spread(leaders) <= 1, "\(what)")
                        let isWhole = partitions % brokers == 0
                        try #require(spread(replicas) <= (isWhole ? 0 : factor), "\(what)")
                    }
                }
            }
        }
    }

    @Test func followersOfOneLeaderChangeFromRoundToRound() {
        let ids = (0..<4).map { BrokerID($0) }
        let assignment = ReplicaPlacement.assign(
            partitions: 12, replicationFactor: 2, brokers: ids)
        for leader in ids {
            let followers = assignment.filter { $0[0] == leader }.map { $0[1] }
            #expect(Set(followers) == Set(ids).subtracting([leader]))
        }
    }

    @Test func brokersKeepTheirNames() {
        let ids = [BrokerID(7), BrokerID(3)]
        let assignment = ReplicaPlacement.assign(
            partitions: 3, replicationFactor: 2, brokers: ids)
        #expect(assignment.map { $0.map(\.index) } == [[7, 3], [3, 7], [7, 3]])
    }

    @Test func addedPartitionsContinueAsIfAllHadBeenPlacedAtOnce() throws {
        for brokers in 1...6 {
            let ids = (0..<brokers).map { BrokerID($0) }
            for factor in 1...brokers {
                for existing in 0...13 {
                    let all = ReplicaPlacement.assign(
                        partitions: existing + 9, replicationFactor: factor, brokers: ids,
                        firstLeader: 1)
                    let added = ReplicaPlacement.assign(
                        partitions: 9, replicationFactor: factor, brokers: ids, firstLeader: 1,
                        existing: existing)
                    try #require(added == Array(all[existing...]), "\(existing) of \(brokers)")
                }
            }
        }
    }
}
