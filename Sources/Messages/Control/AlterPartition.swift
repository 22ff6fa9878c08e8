package import Records

/// A leader asks the controller to change a partition's in-sync replicas.
package struct AlterPartitionRequest: Hashable, Sendable {
    package var partition: TopicPartition
    package var leader: BrokerID
    package var leaderEpoch: LeaderEpoch
    /// The set as it is to be, each member in the incarnation that the leader knows.
    package var members: [InSyncMember]
    /// The partition epoch that the change builds on.
    package var partitionEpoch: Int32
    /// Counts the proposals of this leader in its epoch; one that is sent again keeps its number.
    package var number: Int64

    package init(
        partition: TopicPartition, leader: BrokerID, leaderEpoch: LeaderEpoch,
        members: [InSyncMember], partitionEpoch: Int32, number: Int64 = 0
    ) {
        self.number = number
        self.partition = partition
        self.leader = leader
        self.leaderEpoch = leaderEpoch
        self.members = members
        self.partitionEpoch = partitionEpoch
    }
}

/// The controller's answer: the state as it now stands, whether or not the change was made.
package struct AlterPartitionResponse: Hashable, Sendable {
    package var error: ErrorCode
    package var state: PartitionState
    /// Of the request.
    package var number: Int64

    package init(error: ErrorCode, state: PartitionState, number: Int64 = 0) {
        self.number = number
        self.error = error
        self.state = state
    }
}
