import Brokers
import Client
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
        model.topic.segmentBytes = random.pick([8 << 10, 16 << 10])
        model.topic.sparesUnread = true
        // A batch that is sent again after its records were deleted would be taken for a new one.
        for index in producers.indices {
            producers[index].deliveryTimeout = min(producers[index].deliveryTimeout, .seconds(8))
        }
        let longest = producers.map(\.deliveryTimeout).max() ?? .zero
        model.topic.retentionTime = longest + .milliseconds(random.pick([500, 2_000, 6_000]))
    }

    /// Lets the topic be compacted, in small segments.
    package mutating func drawCompaction(_ random: inout RandomSource) {
        model.topic.cleanupPolicy = random.draw(4) == 0 ? .compactAndDelete : .compact
        // A fetch brings no more than one segment has.
        let isSlow = model.network.delay >= .milliseconds(20)
        model.topic.segmentBytes = isSlow ? 16 << 10 : random.pick([4 << 10, 7 << 10, 12 << 10])
        model.topic.retentionBytes =
            model.topic.cleanupPolicy == .compact ? nil : 6 * model.topic.segmentBytes
        model.topic.sparesUnread = model.topic.retentionBytes != nil
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
