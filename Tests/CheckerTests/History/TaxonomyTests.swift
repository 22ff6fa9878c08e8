import Checker
import Records
import Testing

/// Every anomaly once: the smallest history that shows it, and one that differs in a single
/// event or setting and does not. The switches leave no anomaly out.
@Suite struct TaxonomyTests {
    @Test(arguments: HistoryAnomaly.allCases)
    func theSmallestHistoryShowsItOnceAndForbidden(_ anomaly: HistoryAnomaly) throws {
        let count = try Self.positive(anomaly).verdict()[anomaly]
        #expect(count.forbidden == 1)
        #expect(count.permitted == 0)
    }

    @Test(arguments: HistoryAnomaly.allCases)
    func theNearMissShowsNothing(_ anomaly: HistoryAnomaly) throws {
        #expect(try Self.nearMiss(anomaly).found() == [])
    }

    /// Sends 0 to 3 of producer 0 at their offsets, of one key, read to the end by a final group.
    private static func log(_ change: (inout HistorySettings) -> Void = { _ in }) -> Story {
        var story = Story(change)
        for number in 0..<4 {
            story.send("0:\(number)", at: Int64(number), key: "k \(number)")
        }
        story.poll("0=0:0 1=0:1 2=0:2 3=0:3", by: "f", group: "final")
        return story
    }

    /// Sends of one key to two partitions, processed in this order.
    private static func twoPartitions(_ order: [Int]) -> Story {
        var story = Story()
        story.send("0:0", to: 0, at: 0, key: "k 0")
        story.send("0:1", to: 1, at: 0, key: "k 1")
        for partition in order { story.poll("0=0:\(partition)", of: partition) }
        return story
    }

    private static func positive(_ anomaly: HistoryAnomaly) -> Story {
        var story = log()
        switch anomaly {
        case .inconsistentOffsets:
            story.invoke("1:0")
            story.poll("3=1:0", by: "d", group: "h")
        case .duplicate: story.poll("4=0:3", by: "d", group: "h")
        case .lostWrite, .unseen:
            story = Story()
            story.send("0:0", at: 0)
            story.send("0:1", at: 1)
            story.poll("1=0:1")
        case .abortedRead:
            story = Story()
            story.invoke("0:0")
            story.complete("0:0", .fail, error: 19)
            story.poll("0=0:0")
        case .pollSkip:
            story.poll("0=0:0")
            story.poll("2=0:2")
        case .nonmonotonicPoll:
            story.poll("0=0:0 1=0:1")
            story.poll("1=0:1")
        case .intPollSkip: story.poll("0=0:0 2=0:2")
        case .intNonmonotonicPoll: story.poll("0=0:0 1=0:1 0=0:0")
        case .nonmonotonicSend:
            story = Story()
            story.invoke("0:0")
            story.invoke("0:1")
            story.poll("0=0:1 1=0:0")
        case .keyOrder: story = twoPartitions([1, 0])
        case .keyGap:
            story.poll("0=0:0")
            story.assign([])
            story.assign([0])
            story.poll("2=0:2")
        case .keyDuplicate:
            story.poll("0=0:0")
            story.poll("0=0:0", by: "d")
        case .realtimeOrder:
            story = Story()
            story.send("0:0", at: 1)
            story.invoke("1:0")
            story.poll("0=1:0 1=0:0")
        case .phantom: story.poll("4=7:3", by: "d", group: "h")
        case .epochRegression:
            story = Story()
            story.send("0:0", at: 0)
            story.send("0:1", at: 1)
            story.poll("0=0:0/2 1=0:1/1")
        case .offsetGap:
            story = Story()
            story.send("0:0", at: 0)
            story.send("0:1", at: 2)
            story.poll("0=0:0 2=0:1")
        }
        return story
    }

    private static func nearMiss(_ anomaly: HistoryAnomaly) -> Story {
        var story = log()
        switch anomaly {
        case .inconsistentOffsets:
            // The next offset.
            story.invoke("1:0")
            story.poll("4=1:0", by: "d", group: "h")
        case .duplicate:
            // The same offset again.
            story.poll("3=0:3", by: "d", group: "h")
        case .lostWrite, .unseen:
            // The send was never acknowledged.
            story = Story()
            story.invoke("0:0")
            story.complete("0:0", .info, error: 7)
            story.send("0:1", at: 1)
            story.poll("1=0:1")
        case .abortedRead:
            // Its outcome was unknown.
            story = Story()
            story.invoke("0:0")
            story.complete("0:0", .info, error: 20)
            story.poll("0=0:0")
        case .pollSkip:
            // The partition was given up in between; without keys there is no gap either.
            story = Story()
            for number in 0..<3 { story.send("0:\(number)", at: Int64(number)) }
            story.poll("0=0:0 1=0:1 2=0:2", by: "f", group: "final")
            story.poll("0=0:0")
            story.assign([])
            story.assign([0])
            story.poll("2=0:2")
        case .nonmonotonicPoll:
            // It goes on where it was.
            story.poll("0=0:0 1=0:1")
            story.poll("2=0:2")
        case .intPollSkip: story.poll("0=0:0 1=0:1 2=0:2")
        case .intNonmonotonicPoll: story.poll("0=0:0 1=0:1 2=0:2")
        case .nonmonotonicSend:
            // Another producer's.
            story = Story()
            story.invoke("0:0")
            story.invoke("1:0")
            story.poll("0=1:0 1=0:0")
        case .keyOrder: story = twoPartitions([0, 1])
        case .keyGap:
            // The later record of the key was left out as well.
            story.poll("0=0:0")
        case .keyDuplicate:
            // Another group's.
            story.poll("0=0:0")
            story.poll("0=0:0", by: "d", group: "h")
        case .realtimeOrder:
            // The second send began before the first was acknowledged.
            story = Story()
            story.invoke("0:0")
            story.invoke("1:0")
            story.complete("0:0", at: 1)
            story.poll("0=1:0 1=0:0")
        case .phantom:
            // It was sent.
            story.invoke("7:3")
            story.poll("4=7:3", by: "d", group: "h")
        case .epochRegression:
            story = Story()
            story.send("0:0", at: 0)
            story.send("0:1", at: 1)
            story.poll("0=0:0/1 1=0:1/1")
        case .offsetGap:
            // Another consumer knows what lies there.
            story = Story()
            story.send("0:0", at: 0)
            story.send("0:1", at: 1)
            story.poll("0=0:0 1=0:1")
        }
        return story
    }
}
