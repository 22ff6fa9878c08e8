import Faults
import Records
import Testing
import Workloads

@Suite struct FaultReadingTests {
    /// A run of 60 s in which every target exists.
    static let settings = """
        topic: {partitions: 6, replication.factor: 3}
        producers: {count: 2}
        consumers: {groups: 2, count: 3, assignment: sticky}
        run: {duration: 60s}

        """

    private static let leader = BrokerTarget.leader(PartitionIndex(0))

    private func fault(_ text: String) throws -> Fault {
        let faults = try workload(Self.settings + "faults: [{\(text)}]\n").faults
        try #require(faults.count == 1)
        return faults[0]
    }

    static let actions: [(String, FaultAction)] = [
        ("kill: leader", .kill(leader)),
        ("kill: 2", .kill(.broker(BrokerID(2)))),
        ("restart: follower", .restart(.follower(PartitionIndex(0)))),
        ("power-loss: leader, partition: 5", .powerLoss(.leader(PartitionIndex(5)))),
        ("pause: leader", .pause(leader)),
        ("slow: leader, factor: 1.5", .slow(leader, factor: 1.5)),
        ("disk-full: leader", .diskFull(leader)),
        ("disk-error: leader", .diskError(leader)),
        ("slow-disk: leader, by: 5ms", .slowDisk(leader, delay: .milliseconds(5))),
        ("bit-rot: 0", .bitRot(.broker(BrokerID(0)))),
        ("cut: leader", .cut(LinkTarget(from: .broker(leader), to: .everyone))),
        (
            "cut: leader, to: followers, partition: 4, one-way: true",
            .cut(
                LinkTarget(
                    from: .broker(.leader(PartitionIndex(4))), to: .followers(PartitionIndex(4)),
                    isOneWay: true))
        ),
        (
            "delay: 1, to: 2, by: 50ms",
            .delay(
                LinkTarget(
                    from: .broker(.broker(BrokerID(1))), to: .broker(.broker(BrokerID(2)))),
                by: .milliseconds(50))
        ),
        (
            "lose: clients, to: brokers, share: 5%",
            .lose(LinkTarget(from: .clients, to: .brokers), share: 0.05)
        ),
        (
            "duplicate: controller, to: everyone, share: 0.07%",
            .duplicate(LinkTarget(from: .controller, to: .everyone), share: 0.0007)
        ),
        ("crash-consumer: 5", .crashConsumer(5)),
        ("join-consumer: 1", .joinConsumer(1)),
        ("leave-consumer: 1", .leaveConsumer(1)),
        ("reset-offsets: 1", .resetOffsets(group: 1, to: .earliest)),
        ("crash-producer: 1", .crashProducer(1)),
        ("add-partitions: 12", .addPartitions(12)),
    ]

    @Test(arguments: actions)
    func `every action is read`(text: String, action: FaultAction) throws {
        let fault = try fault("at: 5s, \(text)")
        #expect(fault.at == .seconds(5))
        #expect(fault.action == action)
        #expect(fault.interval == nil)
        #expect(fault.times == nil)
    }

    @Test(arguments: [
        ("earliest", OffsetReset.earliest), ("latest", .latest), ("100", .offset(Offset(100))),
        ("10s", .ago(.seconds(10))),
    ])
    func `offsets are reset to any place`(text: String, place: OffsetReset) throws {
        let fault = try fault("at: 5s, reset-offsets: 0, to: \(text)")
        #expect(fault.action == .resetOffsets(group: 0, to: place))
        #expect(fault.description == "{at: 5s, reset-offsets: 0, to: \(text)}")
    }

    @Test func `every action is known to the tests`() {
        #expect(Set(Self.actions.map(\.1.kind)) == Set(FaultKind.allCases))
    }

    @Test(arguments: actions)
    func `what a fault says of itself is read again, in a file and as an option`(
        text: String, action: FaultAction
    ) throws {
        let fault = try fault("at: 5s, \(text)")
        let inFile = try workload(Self.settings + "faults:\n  - \(fault)\n").faults
        #expect(inFile == [fault])
        let overrides = WorkloadOverrides(faults: [fault.optionText])
        #expect(try workload(Self.settings, overrides: overrides).faults == [fault])
    }

    @Test func `times are read`() throws {
        let fault = try fault("restart: 0, at: 0, every: 3s, times: 3, for: 1500ms")
        #expect(fault.at == .zero)
        #expect(fault.duration == .milliseconds(1500))
        #expect(fault.interval == .seconds(3))
        #expect(fault.times == 3)
    }

    @Test func `what starts again by itself does so at once, and other faults last`() throws {
        #expect(try fault("at: 1s, restart: leader").duration == .zero)
        #expect(try fault("at: 1s, crash-consumer: 0").duration == .zero)
        #expect(try fault("at: 1s, crash-producer: 0").duration == .zero)
        #expect(try fault("at: 1s, kill: leader").duration == nil)
        #expect(try fault("at: 1s, cut: leader").duration == nil)
    }

    @Test(arguments: ["0.0001%", "0.1%", "33.3333%", "99.9999%", "100%"])
    func `shares come back as they were written`(share: String) throws {
        let fault = try fault("at: 1s, lose: clients, share: \(share)")
        #expect(fault.description.contains("share: \(share)}"))
    }

    @Test func `every cell has the faults, those of the options last`() throws {
        let file = try workload(
            "topic: {partitions: [1, 2]}\nfaults: [{at: 1s, kill: leader}]\n",
            overrides: WorkloadOverrides(faults: ["at = 2s, pause = 1, for = 1s"]))
        let kill = Fault(at: .seconds(1), action: .kill(.leader(PartitionIndex(0))))
        let pause = Fault(
            at: .seconds(2), action: .pause(.broker(BrokerID(1))), duration: .seconds(1))
        #expect(file.faults == [kill, pause])
        #expect(file.cells.map(\.faults) == [[kill, pause], [kill, pause]])
    }

    @Test func `no faults are no faults`() throws {
        #expect(try workload("faults: []\n").cells.map(\.faults) == [[]])
        #expect(try !workload("faults: []\n").renderedYAML.contains("faults"))
    }

    @Test func `what is rendered has the same faults`() throws {
        let list = Self.actions.enumerated().map { index, action in
            "  - {at: \(index * 2)s, \(action.0)\(action.1.heals ? ", for: 1s" : "")}\n"
        }
        let file = try workload(Self.settings + "faults:\n" + list.joined())
        #expect(file.faults.count == Self.actions.count)
        let again = try WorkloadFile(parsing: file.renderedYAML, path: "again.yaml")
        #expect(again.cells == file.cells)
        #expect(again.renderedYAML == file.renderedYAML)
    }
}

extension FaultAction {
    fileprivate var heals: Bool { !kind.isMomentary }
}
