import Messages
import Records

/// The assignors that look at nothing but subscriptions.
extension AssignmentProblem {
    /// Each topic's partitions in order, cut into one run for each subscriber; the first get one
    /// more where the count does not divide.
    func rangeOwners() -> [Int] {
        var owners: [Int] = []
        for (topic, members) in zip(topics, subscribers) {
            let share = topic.partitions / members.count
            let extra = topic.partitions % members.count
            for (place, member) in members.enumerated() {
                owners += repeatElement(member, count: share + (place < extra ? 1 : 0))
            }
        }
        return owners
    }

    /// One partition after the other goes to the next member that subscribed to its topic.
    func roundRobinOwners() -> [Int] {
        var owners: [Int] = []
        var next = 0
        for (topic, members) in zip(topics, subscribers) {
            for _ in 0..<topic.partitions {
                // The first subscriber from `next` on, else the first of all.
                let place = members.partitioningIndex(from: next)
                let owner = members[place == members.count ? 0 : place]
                owners.append(owner)
                next = owner + 1
            }
        }
        return owners
    }

    /// Gives nobody what moves from one member to another: it is given out in the next rebalance,
    /// after it has been given up (KIP-429).
    ///
    /// - Parameter previous: who owned each partition before, where that is sure.
    func withholdMoving(_ owners: inout [Int], previous: [Int]) {
        for (number, member) in members.enumerated() {
            for owned in member.subscription.owned {
                guard let partition = self.number(of: owned), owners[partition] != number,
                    owners[partition] != previous[partition]
                else { continue }
                owners[partition] = Self.nobody
            }
        }
    }
}

extension [Int] {
    /// In a rising array: the place of the first number that is at least `bound`.
    fileprivate func partitioningIndex(from bound: Int) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < bound { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
