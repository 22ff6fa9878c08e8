import Glibc
import Platform
import Testing

@Suite struct BrokenPipeTests {
    @Test func aWriteThatNobodyReadsFailsAndEndsNothing() throws {
        BrokenPipe.ignore()
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        close(ends[0])
        defer { close(ends[1]) }
        #expect(write(ends[1], "x", 1) == -1)
        #expect(errno == EPIPE)
    }
}
