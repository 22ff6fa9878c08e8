import Brokers
import Client
import ConsumerGroups
import Messages
import Records

extension SimulationRun {
    /// What a group of the healed cluster has not come to: a stable generation of all its members
    /// in which each partition is one member's, who has read it to its end.
    func shortcomings(of group: GroupSettings) -> [String] {
        var failures: [String] = []
        let home = group.offsetsPartition
        let view = cluster.controller.states(of: home.topic)
            .first { $0.partition == home }
            .flatMap(\.leader)
            .flatMap { cluster.broker($0)?.groups(in: home) }?
            .first { $0.group == group.group }
        let members = consumers.compactMap { cluster.consumer($0) }
        if view?.state != .stable || view?.metadata.members.count != members.count {
            failures.append(
                "group \(group.group) is not stable with \(members.count) members")
        }
        for state in cluster.controller.states(of: cluster.topic) {
            let partition = state.partition.partition
            let owners = members.filter { $0.ownedPartitions.contains(partition) }
            guard let owner = owners.first, owners.count == 1 else {
                failures.append("partition \(partition) has \(owners.count) owners")
                continue
            }
            let end = cluster.watch?.committedEnd(of: partition) ?? .zero
            let position = owner.position(of: partition) ?? .zero
            if position < end {
                failures.append("partition \(partition) was read to \(position) of \(end)")
            }
        }
        return failures
    }
}
