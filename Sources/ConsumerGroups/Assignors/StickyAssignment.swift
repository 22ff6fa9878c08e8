import Messages
import Records

/// An assignment that is as balanced as the subscriptions allow and, among those, keeps as much as
/// can be of what was owned before (KIP-54).
struct StickyAssignment {
    let problem: AssignmentProblem
    /// Who owned each partition before, where that is sure and it is still subscribed to; else
    /// `AssignmentProblem.nobody`.
    let previous: [Int]

    /// Of those that claim the same partition the one of the latest generation is believed; where
    /// there are several of that, none (KIP-792).
    init(_ problem: AssignmentProblem) {
        self.problem = problem
        var owners = [Int](repeating: AssignmentProblem.nobody, count: problem.partitionCount)
        var generations = [GroupGeneration?](repeating: nil, count: problem.partitionCount)
        for (number, member) in problem.members.enumerated() {
            let generation = member.subscription.generation
            for owned in member.subscription.owned {
                guard let partition = problem.number(of: owned) else { continue }
                if let known = generations[partition], known >= generation {
                    if known == generation { owners[partition] = AssignmentProblem.nobody }
                    continue
                }
                generations[partition] = generation
                owners[partition] = number
            }
        }
        for partition in owners.indices where owners[partition] != AssignmentProblem.nobody {
            let subscribers = problem.subscribers[problem.topicOfPartition[partition]]
            if !subscribers.contains(owners[partition]) {
                owners[partition] = AssignmentProblem.nobody
            }
        }
        previous = owners
    }

    /// The owner of each partition.
    func owners() -> [Int] {
        guard problem.partitionCount > 0 else { return [] }
        if problem.isUniform { return uniformOwners() }
        var balance = StickyBalance(problem: problem, previous: previous, owners: filled())
        balance.improve()
        return balance.owners
    }

    // MARK: All members subscribed to all topics

    /// Everybody keeps what the even share allows; what is left goes to whoever has least.
    private func uniformOwners() -> [Int] {
        let share = problem.partitionCount / problem.members.count
        var larger = problem.partitionCount % problem.members.count
        var owned = [Int](repeating: 0, count: problem.members.count)
        for owner in previous where owner != AssignmentProblem.nobody { owned[owner] += 1 }
        var quotas = [Int](repeating: share, count: problem.members.count)
        let byCount = owned.indices.sorted { (owned[$1], $0) < (owned[$0], $1) }
        for member in byCount where larger > 0 && owned[member] > share {
            quotas[member] += 1
            larger -= 1
        }
        var loads = [Int](repeating: 0, count: problem.members.count)
        var owners = previous
        for (partition, owner) in owners.enumerated() where owner != AssignmentProblem.nobody {
            if loads[owner] < quotas[owner] {
                loads[owner] += 1
            } else {
                owners[partition] = AssignmentProblem.nobody
            }
        }
        fillLevels(&owners, &loads)
        return owners
    }

    /// Gives what nobody has, in order, to whoever has least, the first of them.
    private func fillLevels(_ owners: inout [Int], _ loads: inout [Int]) {
        var level = loads.min() ?? 0
        var member = 0
        for partition in owners.indices where owners[partition] == AssignmentProblem.nobody {
            while loads[member] != level {
                member += 1
                if member == loads.count {
                    member = 0
                    level += 1
                }
            }
            owners[partition] = member
            loads[member] += 1
            member += 1
            if member == loads.count {
                member = 0
                level += 1
            }
        }
    }

    // MARK: Subscriptions that differ

    /// Everybody keeps what they had; the rest goes to the subscriber that has least, partitions
    /// with the fewest subscribers first.
    private func filled() -> [Int] {
        var owners = previous
        var loads = [Int](repeating: 0, count: problem.members.count)
        for owner in owners where owner != AssignmentProblem.nobody { loads[owner] += 1 }
        let free = owners.indices.filter { owners[$0] == AssignmentProblem.nobody }.sorted {
            (problem.subscribers[problem.topicOfPartition[$0]].count, $0)
                < (problem.subscribers[problem.topicOfPartition[$1]].count, $1)
        }
        for partition in free {
            let subscribers = problem.subscribers[problem.topicOfPartition[partition]]
            guard let least = subscribers.min(by: { (loads[$0], $0) < (loads[$1], $1) }) else {
                continue
            }
            owners[partition] = least
            loads[least] += 1
        }
        return owners
    }
}
