import Messages
import Records

/// Improves an assignment whose members subscribed to different topics until nothing can be
/// improved: the loads are then as even as they can be, and no assignment with such loads keeps
/// more of what was owned before.
///
/// A minimum-cost flow by cancelling negative cycles (Klein, 1967). A move of one partition from
/// one member to another is an edge that costs what it loses of earlier ownership; an edge to the
/// sink and one from it change two members' loads and cost the change of the loads' squares,
/// which outweighs any number of moves.
struct StickyBalance {
    let problem: AssignmentProblem
    let previous: [Int]
    private(set) var owners: [Int]
    private var loads: [Int]
    /// How many edges may be looked at in all: with thousands of partitions and hundreds of
    /// members of different subscriptions the assignment stays as good as it has become by then.
    private var workLeft = 100_000_000

    private struct Edge {
        var cost = Int.max
        var partition = 0
    }

    init(problem: AssignmentProblem, previous: [Int], owners: [Int]) {
        self.problem = problem
        self.previous = previous
        self.owners = owners
        loads = [Int](repeating: 0, count: problem.members.count)
        for owner in owners where owner != AssignmentProblem.nobody { loads[owner] += 1 }
    }

    /// Cancels cycles until there is none, or the work that is allowed is done.
    mutating func improve() {
        while workLeft > 0 {
            let edges = cheapestMoves()
            guard let cycle = negativeCycle(edges) else { return }
            apply(cycle, edges)
        }
    }

    private var memberCount: Int { problem.members.count }

    /// The number of the sink among the nodes.
    private var sink: Int { memberCount }

    /// The cheapest move from each member to each other, row by row.
    private mutating func cheapestMoves() -> [Edge] {
        let count = memberCount
        var edges = [Edge](repeating: Edge(), count: count * count)
        for (partition, owner) in owners.enumerated() where owner != AssignmentProblem.nobody {
            let subscribers = problem.subscribers[problem.topicOfPartition[partition]]
            workLeft -= subscribers.count
            for other in subscribers where other != owner {
                let before = previous[partition]
                let cost = (before == owner ? 1 : 0) - (before == other ? 1 : 0)
                if cost < edges[owner * count + other].cost {
                    edges[owner * count + other] = Edge(cost: cost, partition: partition)
                }
            }
        }
        return edges
    }

    /// What an edge between two nodes costs; nil where there is none.
    private func cost(_ edges: [Edge], from: Int, to: Int) -> Int? {
        // More than the moves of any cycle cost together.
        let weight = 2 * (memberCount + 1)
        if from == to { return nil }
        if to == sink { return weight * (2 * loads[from] + 1) }
        if from == sink { return loads[to] > 0 ? -weight * (2 * loads[to] - 1) : nil }
        let edge = edges[from * memberCount + to]
        return edge.cost == Int.max ? nil : edge.cost
    }

    /// The nodes of a cycle whose costs are negative in sum, each followed by the next; nil where
    /// there is none. Bellman and Ford's algorithm from all nodes at once.
    private mutating func negativeCycle(_ edges: [Edge]) -> [Int]? {
        let count = memberCount + 1
        var distances = [Int](repeating: 0, count: count)
        var parents = [Int](repeating: -1, count: count)
        var touched = -1
        for _ in 0..<count {
            touched = -1
            workLeft -= count * count
            for from in 0..<count {
                for to in 0..<count {
                    guard let cost = cost(edges, from: from, to: to),
                        distances[from] + cost < distances[to]
                    else { continue }
                    distances[to] = distances[from] + cost
                    parents[to] = from
                    touched = to
                }
            }
            if touched < 0 { return nil }
        }
        // So many steps back lead into the cycle.
        for _ in 0..<count { touched = parents[touched] }
        var cycle = [touched]
        var node = parents[touched]
        while node != touched {
            cycle.append(node)
            node = parents[node]
        }
        return cycle.reversed()
    }

    private mutating func apply(_ cycle: [Int], _ edges: [Edge]) {
        for (place, from) in cycle.enumerated() {
            let to = cycle[(place + 1) % cycle.count]
            if to == sink {
                loads[from] += 1
            } else if from == sink {
                loads[to] -= 1
            } else {
                owners[edges[from * memberCount + to].partition] = to
            }
        }
    }
}
