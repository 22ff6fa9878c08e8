import Checker
import Faults
import LoadGenerator
import Records
import Testing
import Workloads

/// How configurations and faults are named in histories.
@Suite struct RecordingNamesTests {
    @Test func settingsAreThoseOfTheConfiguration() {
        let configuration = SampleRun.configuration {
            $0.topic.replicationFactor = 3
            $0.topic.minInsyncReplicas = 2
            $0.topic.allowsUncleanElection = true
            $0.topic.retentionBytes = 1 << 20
            $0.producers.acks = .leader
            $0.producers.maxInFlight = 4
            $0.cluster.flushMessages = 7
        }
        let settings = HistorySettings(configuration, source: "a run", hasFinalRead: true)
        var expected = HistorySettings(
            acks: .leader, replicationFactor: 3, minInsyncReplicas: 2, isIdempotent: false,
            inFlightRequestsMax: 4, uncleanLeaderElection: true, flushMessages: 7,
            hasRetention: true, consumerMode: .assign, hasFinalRead: true)
        expected.source = "a run"
        #expect(settings == expected)
    }

    @Test func aFaultIsNamedByItsKindAndTheBrokerThatItStruck() {
        let mark = FaultMark(
            .powerLoss(.leader(PartitionIndex(0))), broker: BrokerID(2), phase: .begin,
            time: Instant(9))
        #expect(
            mark
                == FaultMark(
                    time: Instant(9), fault: "power-loss", target: "broker 2", phase: .begin))
    }

    @Test func whatStrikesNoBrokerIsNamedAsInAFile() {
        let mark = FaultMark(
            .crashConsumer(1), broker: nil, phase: nil, time: Instant(9))
        #expect(mark.fault == "crash-consumer")
        #expect(mark.target == "1")
    }
}
