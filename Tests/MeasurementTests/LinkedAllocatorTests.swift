import Foundation
import Glibc
import Measurement
import Platform
import RunResults
import Testing

/// Test programs do not link jemalloc. Where the machine has it, the cases that need it run in a
/// second test program that is started with it in front of the C library.
@Suite struct LinkedAllocatorTests {
    private static let markerName = "WEIR_TEST_WITH_JEMALLOC"
    static let isSecondProgram = getenv(markerName) != nil

    /// jemalloc and the sanitizers each want to be the allocator.
    private static let isPossible: Bool = {
        let sanitizers = ["__tsan_init", "__asan_init"]
        let hasSanitizer = sanitizers.contains { dlsym(nil, $0) != nil }
        return !isSecondProgram && !hasSanitizer && library != nil
    }()

    private static let library: String? = {
        let folders = ["x86_64-linux-gnu", "aarch64-linux-gnu", "."]
        return ["/usr/lib", "/usr/lib64"].lazy
            .flatMap { root in folders.map { "\(root)/\($0)/libjemalloc.so.2" } }
            .first(where: FileSystem.exists)
    }()

    @Test(.enabled(if: !isSecondProgram))
    func withoutJemallocTheNumbersAreUnknown() throws {
        #expect(LinkedAllocator() == nil)
        #expect(AllocatorProbe() == nil)
        #expect(try ResourceProbe().snapshot(at: .end).allocated == nil)
    }

    @Test(.enabled(if: isPossible, "needs libjemalloc.so.2, without a sanitizer"))
    func withJemallocTheNumbersAreTrue() throws {
        let library = try #require(Self.library)
        let program = Process()
        program.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        program.arguments = [
            "--testing-library", "swift-testing", "--filter", "AllocatorUnderJemallocTests",
        ]
        program.environment = ProcessInfo.processInfo.environment.merging(
            ["LD_PRELOAD": library, Self.markerName: "1"]) { $1 }
        let output = Pipe()
        program.standardOutput = output
        program.standardError = output
        try program.run()
        let text = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        program.waitUntilExit()
        #expect(program.terminationStatus == 0, "\(text)")
    }
}

/// Alone in a program that jemalloc serves, so that no other test allocates meanwhile.
@Suite(.serialized, .enabled(if: LinkedAllocatorTests.isSecondProgram, "run by another test"))
struct AllocatorUnderJemallocTests {
    /// Small ones of the thread caches, large ones of them, and some that are beyond them.
    @Test(arguments: [(100, 112), (20_000, 20_480), (200_000, 229_376)])
    func countsWhatOneThreadAllocates(byteCount: Int, classBytes: Int) throws {
        let probe = try #require(AllocatorProbe())
        probe.flushThreadCache()
        let start = try #require(probe.count())
        allocate(times: 10_000, byteCount: byteCount)
        probe.flushThreadCache()
        let used = try #require(probe.count()).since(start)
        #expect((10_000...10_100).contains(used.allocations))
        #expect((10_000 * classBytes...10_100 * classBytes).contains(used.bytes))
    }

    @Test func countsWhatAllThreadsAllocate() throws {
        let probe = try #require(AllocatorProbe())
        probe.flushThreadCache()
        let start = try #require(probe.count())
        let threads = try (0..<4).map { index in
            try SystemThread(name: "allocator-\(index)") {
                allocate(times: 10_000, byteCount: 64)
                probe.flushThreadCache()
            }
        }
        for thread in threads { thread.join() }
        let used = try #require(probe.count()).since(start)
        #expect((40_000...40_400).contains(used.allocations))
    }

    @Test func countingItselfAllocatesNothing() throws {
        let probe = try #require(AllocatorProbe())
        probe.flushThreadCache()
        let start = try #require(probe.count())
        for _ in 0..<100 { _ = probe.count() }
        probe.flushThreadCache()
        let used = try #require(probe.count()).since(start)
        #expect(used.allocations < 20)
    }

    @Test func snapshotsHoldTheCounts() throws {
        let probe = ResourceProbe()
        let start = try probe.snapshot(at: .start)
        allocate(times: 10_000, byteCount: 100)
        let end = try probe.snapshot(at: .end)
        let cost = end.cost(since: start, shares: CPUShares(), threads: 1)
        #expect((10_000...10_100).contains(try #require(cost.allocations)))
    }

    @Test func theEnvironmentNamesIt() throws {
        let environment = try EnvironmentProbe.capture(dataDirectory: "/", commandLine: [])
        #expect(environment.allocator == "jemalloc")
    }
}

private func allocate(times: Int, byteCount: Int) {
    for _ in 0..<times {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 1)
        memory.storeBytes(of: 1, as: UInt8.self)
        memory.deallocate()
    }
}
