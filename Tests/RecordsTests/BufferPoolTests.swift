import Records
import Testing

@Suite struct BufferPoolTests {
    @Test func takesAndGivesTheSameBuffer() {
        let pool = BufferPool()
        let buffer = pool.take(atLeast: 1000)
        buffer.start = 3
        buffer.end = 900
        pool.give(buffer)
        let again = pool.take(atLeast: 600)
        #expect(again === buffer)
        #expect(again.count == 0)
        #expect(again.start == 0)
        #expect(pool.take(atLeast: 1000) !== again)
    }

    @Test(arguments: [
        (-1, 512), (0, 512), (1, 512), (512, 512), (513, 1024), (1024, 1024), (65_536, 65_536),
        (65_537, 131_072), (64 << 20, 64 << 20), (64 << 20 + 1, 64 << 20 + 1),
    ])
    func sizesArePowersOfTwoUpTo64MiB(asked: Int, capacity: Int) {
        let buffer = BufferPool().take(atLeast: asked)
        #expect(buffer.capacity == capacity)
        #expect(Int(bitPattern: buffer.base).isMultiple(of: 64))
    }

    @Test func buffersOfAnotherSizeAreNotKept() {
        let pool = BufferPool()
        pool.give(BatchBuffer(capacity: 1000))
        #expect(pool.take(atLeast: 1000).capacity == 1024)
        #expect(pool.take(atLeast: 512).capacity == 512)
    }

    @Test(arguments: [(1, 4), (6 << 10, 6), (1 << 20, 10)])
    func poolKeepsABoundedNumberOfBuffers(capacityBytes: Int, kept: Int) {
        let pool = BufferPool(capacityBytesPerClass: capacityBytes)
        var buffers = (0..<10).map { _ in pool.take(atLeast: 1024) }
        let given = Set(buffers.map { ObjectIdentifier($0) })
        for buffer in buffers { pool.give(buffer) }
        // The buffers stay referenced here, so that none is freed and its address reused.
        let taken = (0..<10).map { _ in pool.take(atLeast: 1024) }
        #expect(taken.count { given.contains(ObjectIdentifier($0)) } == kept)
        buffers.removeAll()
    }

    @Test func buffersInUseDoNotOverlap() {
        let pool = BufferPool()
        let buffers = (0..<20).map { pool.take(atLeast: 512 << ($0 % 3)) }
        let ranges = buffers.map {
            UInt(bitPattern: $0.base)..<UInt(bitPattern: $0.base) + UInt($0.capacity)
        }.sorted { $0.lowerBound < $1.lowerBound }
        for (lower, upper) in zip(ranges, ranges.dropFirst()) {
            #expect(lower.upperBound <= upper.lowerBound)
        }
    }

    @Test func givingABufferBackTwiceStopsTheProcess() async {
        await #expect(processExitsWith: .failure) {
            let pool = BufferPool()
            let buffer = pool.take(atLeast: 512)
            pool.give(buffer)
            pool.give(buffer)
        }
    }

    @Test func plainBatchStaysInTheBuildersBuffer() throws {
        let pool = BufferPool()
        var builder = BatchBuilder(buffer: pool.take(atLeast: 512))
        let buffer = builder.buffer
        builder.append(SampleRecord(offset: 0, timestamp: 1, key: nil, value: [1]))
        #expect(try builder.finish(codec: .none, pool: pool) === buffer)
        #expect(pool.take(atLeast: 512) !== buffer, "the batch's owner has it")
    }

    @Test(arguments: [Codec.lz4, .zstd])
    func compressedBatchGetsItsOwnBufferAndThePlainOneGoesBack(codec: Codec) throws {
        let pool = BufferPool()
        var builder = BatchBuilder(buffer: pool.take(atLeast: 1 << 20))
        let plain = builder.buffer
        builder.append(SampleRecord(offset: 0, timestamp: 1, key: nil, value: [1]))
        let result = try builder.finish(codec: codec, pool: pool)
        #expect(result !== plain)
        #expect(pool.take(atLeast: 1 << 20) === plain)
    }

    @Test(arguments: Codec.allCases)
    func decompressingLeavesTheSourceToItsOwner(codec: Codec) throws {
        var random = SeededGenerator(seed: 3)
        let pool = BufferPool()
        let source = try batch(
            of: sampleRecords(count: 20, using: &random), codec: codec, pool: pool)
        let before = bytes(of: source)
        let plain = try Compression.decompress(try BatchHeader.validated(source.bytes), pool: pool)
        #expect(plain !== source)
        #expect(bytes(of: source) == before)
    }
}
