import Glibc
import Synchronization
import Testing

/// Runs `body` on `count` threads at once, handing each its number, and joins them.
func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    final class Work: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }
    var threads: [pthread_t] = []
    for index in 0..<count {
        let work = Unmanaged.passRetained(Work { body(index) })
        var thread = pthread_t()
        let error = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, work.toOpaque())
        if error == 0 {
            threads.append(thread)
        } else {
            work.release()
        }
    }
    #expect(threads.count == count, "threads that could be started")
    for thread in threads { pthread_join(thread, nil) }
}

/// Where `count` threads wait for one another, as often as they like.
final class Barrier: @unchecked Sendable {
    // The C library does the locking; the address must not move.
    private let barrier = UnsafeMutablePointer<pthread_barrier_t>.allocate(capacity: 1)

    init(_ count: Int) {
        barrier.initialize(to: pthread_barrier_t())
        pthread_barrier_init(barrier, nil, UInt32(count))
    }

    deinit {
        pthread_barrier_destroy(barrier)
        barrier.deallocate()
    }

    func wait() { pthread_barrier_wait(barrier) }
}

/// Where `count` threads meet and part within nanoseconds, because they spin.
final class MeetingPoint: Sendable {
    private let arrivals = Atomic<Int>(0)
    private let count: Int

    init(_ count: Int) { self.count = count }

    /// Returns when all have come to meeting number `round`, counted from 0 without holes.
    func meet(_ round: Int) {
        arrivals.add(1, ordering: .relaxed)
        var spins = 0
        while arrivals.load(ordering: .relaxed) < count * (round + 1) {
            spins += 1
            // The other thread may be waiting for this core.
            if spins % 1_000 == 0 { sched_yield() }
        }
    }

    /// Keeps the caller busy for `steps` times a few nanoseconds.
    func dally(_ steps: Int) {
        for _ in 0..<steps { _ = arrivals.load(ordering: .relaxed) }
    }
}
