import Testing
import Workloads

@Suite struct RecordKeyTests {
    @Test(arguments: [8, 9, 20])
    func `a key is its identifier, big-endian, and zeros`(size: Int) {
        var bytes = [UInt8](repeating: 0xff, count: size + 2)
        bytes.withUnsafeMutableBytes { buffer in
            guard let start = buffer.baseAddress else { return }
            // Keys lie anywhere in a batch.
            RecordKey.write(0x0102_0304_0506_0708, size: size, to: start + 1)
        }
        let zeros = [UInt8](repeating: 0, count: size - 8)
        #expect(bytes == [0xff] + [1, 2, 3, 4, 5, 6, 7, 8] + zeros + [0xff])
    }
}
