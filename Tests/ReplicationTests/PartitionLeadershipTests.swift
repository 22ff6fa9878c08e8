import Records
import Replication
import Testing

@Suite struct PartitionLeadershipTests {
    private let a = BrokerID(0)
    private let b = BrokerID(1)
    private let c = BrokerID(2)

    private func alter(
        _ state: inout PartitionLeadership, _ replicas: [BrokerID], by broker: BrokerID? = nil,
        epoch: LeaderEpoch = .initial, partitionEpoch: Int32 = 0
    ) throws(PartitionLeadership.Refusal) {
        try state.alter(
            inSyncReplicas: replicas, by: broker ?? a, leaderEpoch: epoch,
            partitionEpoch: partitionEpoch)
    }

    @Test func newPartitionIsLedByItsPreferredReplica() {
        let state = PartitionLeadership(replicas: [b, c, a])
        #expect(state.leader == b)
        #expect(state.leaderEpoch == .initial)
        #expect(state.inSyncReplicas == [b, c, a])
        #expect(state.partitionEpoch == 0)
    }

    @Test func changeRaisesThePartitionEpoch() throws {
        var state = PartitionLeadership(replicas: [a, b, c])
        try alter(&state, [a, c])
        #expect(state.inSyncReplicas == [a, c] && state.partitionEpoch == 1)
        try alter(&state, [a, b, c], partitionEpoch: 1)
        #expect(state.inSyncReplicas == [a, b, c] && state.partitionEpoch == 2)
    }

    @Test func changeOnAnotherPartitionEpochIsRefused() throws {
        var state = PartitionLeadership(replicas: [a, b, c])
        try alter(&state, [a, c])
        let before = state
        for epoch in [Int32(-1), 0, 2] {
            #expect(throws: PartitionLeadership.Refusal.staleEpoch) {
                try alter(&state, [a], partitionEpoch: epoch)
            }
        }
        #expect(state == before)
    }

    @Test func changeByAnybodyElseOrInAnotherEpochIsRefused() {
        var state = PartitionLeadership(replicas: [a, b, c])
        let before = state
        #expect(throws: PartitionLeadership.Refusal.notLeader) {
            try alter(&state, [a, b], by: b)
        }
        for epoch in [LeaderEpoch(-1), LeaderEpoch(1)] {
            #expect(throws: PartitionLeadership.Refusal.notLeader) {
                try alter(&state, [a, b], epoch: epoch)
            }
        }
        #expect(state == before)
    }

    @Test func impossibleSetsAreRefused() {
        var state = PartitionLeadership(replicas: [a, b])
        let before = state
        for set in [[], [b], [a, c], [a, a], [a, b, b]] {
            #expect(throws: PartitionLeadership.Refusal.invalidSet) { try alter(&state, set) }
        }
        #expect(state == before)
    }
}
