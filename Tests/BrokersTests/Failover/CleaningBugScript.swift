import Brokers
import Messages
import Records
import Storage
import Testing

/// Steps that a planted bug of retention or compaction makes do harm.
struct CleaningBugScript {
    private let bugs: PlantedBugs

    init(_ bugs: PlantedBugs) { self.bugs = bugs }

    func doesHarm(_ bug: PlantedBug) throws -> Bool {
        switch bug {
        case .compactsPastHighWatermark: try compactsUncommitted()
        case .dropsTombstoneEarly: try dropsTombstone()
        case .retentionPastHighWatermark: try deletesUncommitted()
        default: false
        }
    }

    private func driver(_ change: (inout TopicConfiguration) -> Void) -> EngineDriver {
        var settings = BrokerSettings.quick
        settings.plantedBugs = bugs
        return EngineDriver(
            settings: settings,
            topic: EngineDriver.topic(replicas: 2) {
                $0.segmentBytes = 400
                change(&$0)
            })
    }

    /// The follower is silent: what the leader has is not committed, and has to stay.
    private func compactsUncommitted() throws -> Bool {
        let driver = driver { $0.cleanupPolicy = .compact }
        driver.pause(driver.followers(of: 0)[0])
        for number in 0..<30 { try driver.write(keyed: [("a", "\(number)")], acks: .leader) }
        driver.run(for: .milliseconds(600))
        #expect(driver.highWatermark(driver.leader(of: 0), 0) == .zero)
        return try driver.keyed(driver.leader(of: 0)).count < 30
    }

    private func dropsTombstone() throws -> Bool {
        let driver = driver {
            $0.cleanupPolicy = .compact
            $0.deleteRetention = .seconds(60)
        }
        try driver.write(keyed: [("gone", nil)])
        for number in 0..<30 { try driver.write(keyed: [("a", "\(number)")]) }
        driver.run(for: .seconds(5))
        return try driver.keyed(driver.leader(of: 0))[0] == nil
    }

    private func deletesUncommitted() throws -> Bool {
        let driver = driver { $0.retentionBytes = 800 }
        driver.pause(driver.followers(of: 0)[0])
        for number in 0..<30 { try driver.write(keyed: [("a", "\(number)")], acks: .leader) }
        driver.run(for: .milliseconds(600))
        return driver.logStart(driver.leader(of: 0), 0)
            > driver.highWatermark(driver.leader(of: 0), 0)
    }
}
