import Records
import Testing
import Workloads

@Suite struct ConsumerSettingTests {
    private func consumers(_ body: String) throws -> ConsumerSettings {
        let cells = try workload("consumers: {\(body)}\n").cells
        try #require(cells.count == 1)
        return cells[0].consumers
    }

    @Test func `every setting of a subscribed group is read`() throws {
        let consumers = try consumers(
            """
            assignment: cooperative-sticky, group.instance.id: true, auto.offset.reset: latest,
            session.timeout.ms: 6000, heartbeat.interval.ms: 500, max.poll.interval.ms: 10s,
            backlog: 2GB, commit: {when: before, mode: auto, interval: 2s}
            """)
        #expect(consumers.assignment == .cooperativeSticky)
        #expect(consumers.isSubscribed)
        #expect(consumers.isStatic)
        #expect(consumers.reset == .latest)
        #expect(consumers.sessionTimeout == .seconds(6))
        #expect(consumers.heartbeatInterval == .milliseconds(500))
        #expect(consumers.pollIntervalMax == .seconds(10))
        #expect(consumers.backlogBytes == 2_000_000_000)
        #expect(consumers.commit.moment == .before)
        #expect(consumers.commit.mode == .auto)
        #expect(consumers.commit.interval == .seconds(2))
    }

    @Test(arguments: [
        ("earliest", OffsetReset.earliest), ("latest", .latest),
        ("100", .offset(Offset(100))), ("0", .offset(.zero)), ("10s", .ago(.seconds(10))),
    ])
    func `resets`(text: String, reset: OffsetReset) throws {
        #expect(
            try consumers("assignment: range, auto.offset.reset: \(text)").reset == reset)
    }

    @Test func `a service time has a short form and a long one`() throws {
        #expect(try consumers("service.time: 5us").serviceTime == .fixed(.microseconds(5)))
        #expect(try consumers("service.time: {mean: 5us}").serviceTime == .fixed(.microseconds(5)))
        let time = try consumers(
            "service.time: {distribution: lognormal, median: 1ms, sigma: 0.5}"
        ).serviceTime
        #expect(time.distribution == .lognormal)
        #expect(time.median == .milliseconds(1))
        #expect(time.sigma == 0.5)
    }

    @Test func `short forms are swept, and set by the command line`() throws {
        let file = try workload(
            "consumers: {assignment: range, service.time: [1us, 2us], commit: [after, before]}\n",
            overrides: WorkloadOverrides(settings: ["consumers.service.time=3us,4us"]))
        #expect(
            file.cells.map(\.consumers.serviceTime.mean)
                == [3, 3, 4, 4].map { Nanoseconds.microseconds($0) })
        #expect(file.cells.map(\.consumers.commit.moment) == [.after, .before, .after, .before])
    }

    @Test func `what only subscribed groups read makes no cells of others`() throws {
        let file = try workload(
            "consumers: {assignment: [manual, range], commit: [after, before]}\n")
        #expect(file.cells.count == 3)
    }

    @Test(arguments: [
        (
            "assignment: ranges",
            "3:25: consumers.assignment: 'ranges' is not one of manual, range, roundrobin, sticky, "
                + "cooperative-sticky"
        ),
        (
            "assignment: range, auto.offset.reset: newest",
            "3:51: consumers.auto.offset.reset: 'newest' is not earliest, latest, none, an offset "
                + "such as 100, or a time ago such as 10s, up to 365d"
        ),
        (
            "assignment: range, auto.offset.reset: none",
            "3:51: consumers.auto.offset.reset none lets no member begin: the topic is new, so "
                + "that nothing is committed"
        ),
        (
            "count: 2, commit: before",
            "3:31: consumers.commit.when before does nothing here; it takes "
                + "consumers.assignment range, roundrobin, sticky or cooperative-sticky"
        ),
        (
            "session.timeout.ms: 2s",
            "3:33: consumers.session.timeout.ms 2s does nothing here; it takes "
                + "consumers.assignment range, roundrobin, sticky or cooperative-sticky"
        ),
        (
            "assignment: range, commit: {interval: 1s}",
            "3:51: consumers.commit.interval 1s does nothing here; it takes "
                + "consumers.commit.mode auto"
        ),
        (
            "service.time: {mean: 1ms, sigma: 0.5}",
            "3:46: consumers.service.time.sigma 0.5 does nothing here; it takes "
                + "consumers.service.time.distribution lognormal"
        ),
        (
            "enable.auto.commit: true",
            "3:13: unknown key 'enable.auto.commit' in consumers; that is "
                + "'consumers.commit.mode: auto' here"
        ),
        (
            "commit: never",
            "3:21: consumers.commit: 'never' is not one of after, before"
        ),
        (
            "commit: {mode: often}",
            "3:28: consumers.commit.mode: 'often' is not one of sync, async, auto"
        ),
        (
            "assignment: range, session.timeout.ms: 1s",
            "3:52: consumers.heartbeat.interval.ms 3s is not below consumers.session.timeout.ms 1s"
        ),
        (
            "service.time: {distribution: exponential}",
            "3:42: consumers.service.time.distribution exponential needs "
                + "consumers.service.time.mean above 0"
        ),
        (
            "service.time: {median: 1ms}",
            "3:36: consumers.service.time.median 1ms is only for lognormal, and "
                + "consumers.service.time.distribution is fixed"
        ),
        (
            "service.time: {distribution: lognormal, median: 1ms, mean: 2ms}",
            "3:61: consumers.service.time.median 1ms and consumers.service.time.mean 2ms are both "
                + "given; expected one of them"
        ),
        (
            "service.time: {men: 1ms}",
            "3:28: unknown key 'men' in consumers.service.time; did you mean 'mean'?"
        ),
        ("backlog: 0", "3:22: consumers.backlog: 0 is not in 1B...1024TiB, nor is it none"),
    ])
    func `mistakes`(body: String, problem: String) {
        #expect(message("consumers: {\(body)}") == "w.yaml:\(problem)")
    }

    @Test(arguments: [
        (
            "join-consumer: 0", "count: 2",
            "join-consumer: members of groups without a coordinator neither join nor leave; "
                + "consumers.assignment is manual"
        ),
        (
            "leave-consumer: 2", "count: 2, assignment: range",
            "leave-consumer: consumer 2 does not exist: consumers.groups is 1 and consumers.count "
                + "2, so there are 0...1"
        ),
        (
            "crash-consumer: 0", "groups: 0",
            "crash-consumer: consumer 0 does not exist: consumers.groups is 0 and "
                + "consumers.count 1, so there is none"
        ),
        (
            "reset-offsets: 1", "groups: 1, assignment: range",
            "reset-offsets: group 1 does not exist: consumers.groups is 1, so there are 0...0"
        ),
        (
            "reset-offsets: 0", "count: 2",
            "reset-offsets: groups without a coordinator commit no offsets; "
                + "consumers.assignment is manual"
        ),
    ])
    func `members that cannot join or leave`(fault: String, body: String, problem: String) {
        let message = message("consumers: {\(body)}\nfaults: [{at: 1s, \(fault)}]\n")
        #expect(message.hasSuffix("faults[0].\(problem)"), "\(message)")
    }

    @Test func `what strikes a consumer before it first joins cannot be`() {
        let message = message(
            """
            consumers: {count: 2, assignment: range}
            faults: [{at: 2s, join-consumer: 1}, {at: 1s, crash-consumer: 1}]

            """)
        #expect(
            message.hasSuffix(
                "faults[1].crash-consumer: consumer 1 is not there at 1s: it first joins at 2s"),
            "\(message)")
    }
}
