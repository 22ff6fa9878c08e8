import CLinux
import Glibc
import SystemPackage

/// A thread of the operating system, for loops that block: the cooperative pool of Swift's tasks
/// must not.
package final class SystemThread: Sendable {
    /// The name that debuggers and `top -H` show, cut to the 15 bytes that Linux keeps.
    package let name: String
    private let handle: pthread_t
    private let joined = Lock(false)

    /// Starts a thread that runs `body` once. Its timer slack is 1 ns, so that it wakes close to
    /// its deadlines: the kernel's 50 µs would show up as latency.
    ///
    /// The corresponding C function is `pthread_create`.
    package init(name: String, _ body: @escaping @Sendable () -> Void) throws(PlatformError) {
        self.name = Self.cut(name, toBytes: 15)
        let start = Unmanaged.passRetained(Start(name: self.name, body: body))
        var handle = pthread_t()
        let code = pthread_create(
            &handle, nil,
            { argument in
                if let argument {
                    Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().run()
                }
                return nil
            }, start.toOpaque())
        self.handle = handle
        if code != 0 {
            start.release()
            joined.withLock { $0 = true }
            throw .call(
                operation: "start a thread", place: name, errno: Errno(rawValue: code))
        }
    }

    /// Waits for the thread's end; a second call returns at once. A thread must not join itself.
    ///
    /// The corresponding C function is `pthread_join`.
    package func join() {
        joined.withLock { joined in
            if !joined { pthread_join(handle, nil) }
            joined = true
        }
    }

    /// A thread that no one joined runs on by itself.
    deinit {
        if !joined.withLock({ $0 }) { pthread_detach(handle) }
    }

    private static func cut(_ name: String, toBytes byteCount: Int) -> String {
        var cut = name
        while cut.utf8.count > byteCount { cut.removeLast() }
        return cut
    }
}

/// What a new thread does, handed over as one object.
private final class Start: Sendable {
    private let name: String
    private let body: @Sendable () -> Void

    init(name: String, body: @escaping @Sendable () -> Void) {
        self.name = name
        self.body = body
    }

    func run() {
        _ = weir_set_thread_name(name)
        _ = weir_set_timer_slack(1)
        body()
    }
}
