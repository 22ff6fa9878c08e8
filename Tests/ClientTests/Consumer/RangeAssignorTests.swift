import Client
import Records
import Testing

@Suite struct RangeAssignorTests {
    private func assigned(_ partitions: Int, among members: Int) -> [[Int]] {
        (0..<members).map { member in
            RangeAssignor.partitions(
                of: member, members: members, topic: TopicID(0), partitionCount: partitions
            ).map(\.partition.index)
        }
    }

    /// Two consumers, two topics of three partitions: C0 t0p0 t0p1 t1p0 t1p1, C1 t0p2 t1p2.
    @Test(arguments: [TopicID(0), TopicID(1)])
    func kafkasExample(topic: TopicID) {
        let members = (0..<2).map {
            RangeAssignor.partitions(of: $0, members: 2, topic: topic, partitionCount: 3)
        }
        #expect(members.map { $0.map(\.partition.index) } == [[0, 1], [2]])
        #expect(members.joined().allSatisfy { $0.topic == topic })
    }

    @Test func theFirstMembersGetOneMore() {
        #expect(assigned(10, among: 4) == [[0, 1, 2], [3, 4, 5], [6, 7], [8, 9]])
        #expect(assigned(7, among: 3) == [[0, 1, 2], [3, 4], [5, 6]])
        #expect(assigned(6, among: 3) == [[0, 1], [2, 3], [4, 5]])
        #expect(assigned(1, among: 1) == [[0]])
    }

    @Test func membersBeyondThePartitionsAreIdle() {
        #expect(assigned(2, among: 4) == [[0], [1], [], []])
    }

    @Test func everyPartitionHasOneOwner() {
        for partitions in 1...40 {
            for members in 1...12 {
                let all = assigned(partitions, among: members)
                #expect(all.flatMap { $0 } == Array(0..<partitions))
                let sizes = all.map(\.count)
                #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
            }
        }
    }
}
