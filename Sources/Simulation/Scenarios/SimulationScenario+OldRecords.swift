import Brokers
import Messages
package import Records

extension SimulationScenario {
    /// Draws what becomes of old records: mostly nothing, at times retention by time or
    /// compaction.
    mutating func drawOldRecords(_ random: inout RandomSource) {
        switch random.draw(10) {
        case 0: drawRetention(&random)
        case 1: drawCompaction(&random)
        default: break
        }
    }

    /// Lets segments go by age.
    package mutating func drawRetention(_ random: inout RandomSource) {
        model.topic.segmentBytes = random.pick([4 << 10, 8 << 10])
        model.topic.retentionTime = .milliseconds(random.pick([500, 2_000, 6_000]))
    }

    /// Lets the topic be compacted, in small segments.
    package mutating func drawCompaction(_ random: inout RandomSource) {
        model.topic.cleanupPolicy = random.draw(4) == 0 ? .compactAndDelete : .compact
        model.topic.segmentBytes = random.pick([4 << 10, 7 << 10, 12 << 10])
        model.topic.retentionBytes =
            model.topic.cleanupPolicy == .compact ? nil : 6 * model.topic.segmentBytes
        model.topic.minCleanableDirtyRatio = random.pick([0, 0.2, 0.5])
        model.topic.minCompactionLag = .milliseconds(random.pick([0, 0, 0, 300]))
        // A replica that is away for longer than tombstones stay never hears of them.
        let isAlone = model.topic.replicationFactor == 1
        model.topic.deleteRetention =
            isAlone ? .milliseconds(random.pick([0, 200, 2_000])) : .seconds(1_000)
        model.broker.cleanerBytesPerSecond = random.pick([nil, 20_000, 200_000])
        model.broker.cleanerInterval = .milliseconds(random.pick([50, 250]))
        model.topic.allowsUncleanElection = false
    }
}
