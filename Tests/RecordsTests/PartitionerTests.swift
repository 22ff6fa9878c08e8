import Records
import Testing

@Suite struct PartitionerTests {
    @Test func roundRobinTakesEveryPartitionInTurn() {
        var partitioner = RoundRobinPartitioner(partitions: 3)
        #expect((0..<7).map { _ in partitioner.next().index } == [0, 1, 2, 0, 1, 2, 0])
        var later = RoundRobinPartitioner(partitions: 3, first: 5)
        #expect((0..<4).map { _ in later.next().index } == [2, 0, 1, 2])
        var single = RoundRobinPartitioner(partitions: 1)
        #expect((0..<3).map { _ in single.next().index } == [0, 0, 0])
    }

    @Test func stickyPartitionerAsksToSwitchAtBatchSize() {
        var partitioner = StickyPartitioner(partitions: 2, switchBytes: 100)
        #expect([60, 39, 1].map { partitioner.record(bytes: $0) } == [false, false, true])
        #expect(partitioner.current.index == 0, "asking does not switch")
        partitioner.switchPartition(queueSizes: [0, 0], random: 1)
        #expect(partitioner.current.index == 1)
        #expect([99, 2].map { partitioner.record(bytes: $0) } == [false, true])
    }

    /// Over every draw of the table, a partition is drawn max + 1 − size times.
    @Test(arguments: 1...30)
    func stickyPartitionerDrawsByLoad(seed: Int) {
        var random = SeededGenerator(seed: seed)
        let sizes = (0..<Int.random(in: 1...20, using: &random)).map { _ in
            Int.random(in: 0...9, using: &random)
        }
        let weights = sizes.map { (sizes.max() ?? 0) + 1 - $0 }
        let sum = UInt64(weights.reduce(0, +))
        var draws = Array(repeating: 0, count: sizes.count)
        var partitioner = StickyPartitioner(partitions: sizes.count, switchBytes: 1)
        let start = UInt64.random(in: 0..<UInt64.max - sum, using: &random)
        for draw in 0..<sum {
            partitioner.switchPartition(queueSizes: sizes, random: start + draw)
            draws[partitioner.current.index] += 1
        }
        #expect(draws == weights, "seed \(seed)")
    }

    /// Each key size takes its own path through the tail of the hash; none reads past the key.
    @Test(arguments: 0...20)
    func murmur2ReadsTheKeyAlone(keyBytes: Int) throws {
        var random = SeededGenerator(seed: keyBytes)
        let key = random.bytes(keyBytes)
        let memory = try GuardedMemory(key)
        #expect(Murmur2.hash(memory.bytes) == key.withUnsafeBytes { Murmur2.hash($0) })
        #expect(
            Murmur2.partition(of: memory.bytes, partitions: 7).index
                == Int(Murmur2.hash(memory.bytes) & 0x7fff_ffff) % 7)
    }
}
