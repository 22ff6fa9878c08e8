package import Messages
package import Records

/// What can be seen of a group from outside.
package struct GroupView: Hashable, Sendable {
    package let group: GroupID
    package let state: State
    package let metadata: GroupMetadata
    /// Committed positions, by partition.
    package let offsets: [GroupOffset]

    package enum State: Hashable, Sendable {
        case empty
        case preparing
        case completing
        case stable
    }
}

extension GroupCoordinator {
    /// The groups as they are now, by their numbers.
    package var views: [GroupView] {
        groups.sorted { $0.id < $1.id }.map(\.view)
    }

    /// A group as it is now; nil where it is not known.
    package func view(of group: GroupID) -> GroupView? { known(group)?.view }
}

extension CoordinatedGroup {
    fileprivate var view: GroupView {
        let state: GroupView.State =
            switch self.state {
            case .empty: .empty
            case .preparing: .preparing
            case .completing: .completing
            case .stable: .stable
            }
        return GroupView(
            group: id, state: state, metadata: metadata(),
            offsets: offsets.values.sorted { $0.partition.isBefore($1.partition) })
    }
}
