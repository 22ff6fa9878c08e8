import Platform
import Synchronization
import Testing

@Suite struct LockTests {
    @Test func oneThreadAtATimeTouchesTheState() throws {
        let lock = Lock(0)
        let threads = try (0..<4).map { index in
            try SystemThread(name: "adder-\(index)") {
                for _ in 0..<10_000 { lock.withLock { $0 += 1 } }
            }
        }
        for thread in threads { thread.join() }
        #expect(lock.withLock { $0 } == 40_000)
    }

    @Test func anErrorLeavesItUnlocked() {
        struct Refusal: Error {}
        let lock = Lock("before")
        #expect(throws: Refusal.self) {
            try lock.withLock { state in
                state = "during"
                throw Refusal()
            }
        }
        #expect(lock.withLock { $0 } == "during")
    }

    @Test func guardsWhatIsElsewhere() {
        let lock = Lock()
        #expect(lock.withLock { _ in 7 } == 7)
    }
}

@Suite(.timeLimit(.minutes(1))) struct ParkerTests {
    @Test func aPermitLeftBeforeIsNotLost() {
        let parker = Parker()
        parker.unpark()
        #expect(parker.park(until: .max))
    }

    @Test func permitsDoNotAddUp() {
        let parker = Parker()
        parker.unpark()
        parker.unpark()
        #expect(parker.park(until: .max))
        #expect(!parker.park(until: MonotonicClock.now))
    }

    @Test(arguments: [0, 1_000, 5_000_000] as [Int64])
    func sleepsUntilItsDeadlineAndNotLess(nanoseconds: Int64) {
        let deadline = MonotonicClock.now + nanoseconds
        #expect(!Parker().park(until: deadline))
        #expect(MonotonicClock.now >= deadline)
    }

    @Test(arguments: [Int64.min, -1, 0])
    func aDeadlineLongPastReturnsAtOnce(deadline: Int64) {
        #expect(!Parker().park(until: deadline))
    }

    @Test func aPermitOutlivesADeadlineThatPassed() {
        let parker = Parker()
        #expect(!parker.park(until: MonotonicClock.now + 1_000))
        parker.unpark()
        #expect(parker.park(until: 0))
    }

    /// Each side sleeps until the other wakes it: one lost wake-up and neither ever ends.
    @Test func twoThreadsWakeEachOther() throws {
        let (ping, pong) = (Parker(), Parker())
        let turns = Atomic(0)
        let thread = try SystemThread(name: "pong") {
            for _ in 0..<2_000 {
                pong.park(until: .max)
                turns.add(1, ordering: .relaxed)
                ping.unpark()
            }
        }
        var woken = 0
        for _ in 0..<2_000 {
            pong.unpark()
            woken += ping.park(until: .max) ? 1 : 0
        }
        thread.join()
        #expect(woken == 2_000)
        #expect(turns.load(ordering: .relaxed) == 2_000)
    }

    /// Wake-ups that race with deadlines: every hand-over must arrive, by a permit or by the look
    /// that follows a deadline.
    @Test func wakeUpsRaceWithDeadlines() throws {
        let parker = Parker()
        let handedOver = Atomic(0)
        let thread = try SystemThread(name: "giver") {
            for _ in 0..<5_000 {
                handedOver.add(1, ordering: .releasing)
                parker.unpark()
            }
        }
        while handedOver.load(ordering: .acquiring) < 5_000 {
            parker.park(until: MonotonicClock.now + 2_000)
        }
        thread.join()
        // The last permit is there unless it was taken on the way: a second one is not.
        parker.park(until: 0)
        #expect(!parker.park(until: 0))
    }
}

@Suite struct SystemThreadTests {
    @Test func runsItsBodyOnceBeforeJoinReturns() throws {
        let runs = Atomic(0)
        let thread = try SystemThread(name: "once") { runs.add(1, ordering: .relaxed) }
        thread.join()
        thread.join()
        #expect(runs.load(ordering: .relaxed) == 1)
    }

    @Test(arguments: [
        ("shard-0", "shard-0"), ("a-name-that-is-too-long", "a-name-that-is-"),
        ("einundzwanzigü", "einundzwanzigü"), ("zweiundzwanzigü", "zweiundzwanzig"),
    ])
    func bearsItsName(name: String, shown: String) throws {
        let found = Lock("")
        let thread = try SystemThread(name: name) {
            let text = try? FileSystem.text(of: "/proc/thread-self/comm")
            found.withLock { $0 = text ?? "unreadable" }
        }
        thread.join()
        #expect(thread.name == shown)
        #expect(found.withLock { $0 } == shown + "\n")
    }

    @Test(.enabled(if: FileSystem.exists("/proc/self/timerslack_ns")))
    func wakesWithoutSlack() throws {
        let found = Lock("")
        let thread = try SystemThread(name: "slack") {
            let status = try? FileSystem.text(of: "/proc/thread-self/stat")
            let thread = status?.prefix { $0 != " " } ?? ""
            let slack = try? FileSystem.text(of: "/proc/\(thread)/timerslack_ns")
            found.withLock { $0 = slack ?? "unreadable" }
        }
        thread.join()
        #expect(found.withLock { $0 } == "1\n")
    }

    @Test func lettingGoOfAThreadDoesNotStopIt() throws {
        let parker = Parker()
        _ = try SystemThread(name: "free") { parker.unpark() }
        #expect(parker.park(until: .max))
    }
}

@Suite(.timeLimit(.minutes(1))) struct SpinLoopTests {
    @Test func letsOtherThreadsGoOn() throws {
        let isDone = Atomic(false)
        let thread = try SystemThread(name: "other") { isDone.store(true, ordering: .releasing) }
        while !isDone.load(ordering: .acquiring) { SpinLoop.pause() }
        thread.join()
        let wasDone = isDone.load(ordering: .relaxed)
        #expect(wasDone)
    }
}
