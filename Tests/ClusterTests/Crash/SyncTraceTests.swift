import Foundation
import Platform
import Testing

/// The system calls of a process with a broker, in their order.
@Suite(.serialized, .timeLimit(.minutes(2))) struct SyncTraceTests {
    /// Where the tracer is, if it may trace here.
    private static let tracer: String? = {
        for path in ["/usr/bin/strace", "/bin/strace"] where FileSystem.exists(path) {
            let trial = try? ChildProcess(path, ["-f", "-o", "/dev/null", "/bin/true"])
            if trial?.wait() == 0 { return path }
        }
        return nil
    }()

    @Test(.enabled(if: tracer != nil, "strace is missing or may not trace processes here"))
    func everyAcknowledgementComesAfterTheSyncOfItsBatch() throws {
        let tracer = try #require(Self.tracer)
        try withTemporaryDirectory { directory in
            let trace = directory + "/trace"
            let child = try ChildProcess(
                tracer,
                [
                    "-f", "-y", "-s", "200", "-e", "trace=pwrite64,fdatasync,fsync,write", "-o",
                    trace, ChildProcess.path, directory + "/data", "0", "1", "100",
                ])
            while child.line() != nil {}
            #expect(child.wait() == 0)
            var calls = SyncTrace()
            for line in try FileSystem.text(of: trace).split(separator: "\n") { calls.take(line) }
            #expect(calls.acknowledgements == 100)
            #expect(calls.early == [])
        }
    }

    @Test func aTraceWithoutASyncIsFoundOut() {
        var calls = SyncTrace()
        calls.take("7 pwrite64(5</d/orders-0/0.log>, \"x\", 1, 0) = 1")
        calls.take("7 fdatasync(5</d/orders-0/0.log> <unfinished ...>")
        calls.take("8 pwrite64(6</d/orders-1/0.log>, \"x\", 1, 0) = 1")
        calls.take("7 <... fdatasync resumed>) = 0")
        calls.take("7 write(1<pipe:[1]>, \"ack 0 0 1 0\\n\", 12) = 12")
        #expect(calls.early == [])
        calls.take("7 write(1<pipe:[1]>, \"ack 1 0 1 0\\n\", 12) = 12")
        #expect(calls.early == ["ack 1 0 1 0"])
        calls.take("7 fdatasync(6</d/orders-1/0.log>) = -1 EIO (Input/output error)")
        calls.take("7 pwrite64(5</d/orders-0/0.log>, \"x\", 1, 0) = 1")
        calls.take("7 write(1<pipe:[1]>, \"ack 0 1 1 0\\n\", 12) = 12")
        #expect(calls.early == ["ack 1 0 1 0", "ack 0 1 1 0"])
        #expect(calls.acknowledgements == 3)
    }
}
