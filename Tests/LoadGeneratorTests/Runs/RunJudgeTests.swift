import LoadGenerator
import Records
import RunResults
import Testing

/// Each flag: what calls for it, and what only nearly does.
@Suite struct RunJudgeTests {
    /// A run at a fixed rate with nothing wrong.
    private func judge(_ change: (inout RunJudge) -> Void = { _ in }) -> [HonestyFlag] {
        var latency = LatencyResults()
        latency.publish.record(.microseconds(50), count: 1_000)
        latency.endToEnd.record(.microseconds(80), count: 1_000)
        var judge = RunJudge(
            isFixedRate: true, offeredRecords: 1_000_000, sentInTimeRecords: 1_000_000,
            ackedRecords: 1_000_000, unacknowledgedAtStart: 100, unacknowledgedAtEnd: 100,
            refusals: 0, publishDelayP99Seconds: 0.0001, generatorShare: 0.1, lag: LagResult(),
            measuredSeconds: 10, firstHalfRecords: 500_000, secondHalfRecords: 500_000,
            isInMemoryFileSystem: false, dirtyBytesMax: 0, ioStallShare: 0, latency: latency)
        change(&judge)
        return judge.flags
    }

    @Test func aGoodRunHasNoFlag() { #expect(judge() == []) }

    @Test func atAFixedRateLateSendsAreTheGenerators() {
        #expect(judge { $0.publishDelayP99Seconds = 0.0011 } == [.generatorLimited])
        #expect(judge { $0.publishDelayP99Seconds = 0.001 } == [])
        // The buffer was full: the cluster was slow, not the generator.
        #expect(
            judge {
                $0.publishDelayP99Seconds = 0.5
                $0.refusals = 1
            } == [])
        #expect(judge { $0.generatorShare = 0.9 } == [])
    }

    @Test func atMaximumHalfOfTheCPUIsTooMuch() {
        let maximum: (inout RunJudge) -> Void = {
            $0.isFixedRate = false
            $0.publishDelayP99Seconds = 1
        }
        #expect(
            judge {
                maximum(&$0)
                $0.generatorShare = 0.51
            } == [.generatorLimited])
        #expect(
            judge {
                maximum(&$0)
                $0.generatorShare = 0.5
            } == [])
    }

    @Test func readingAloneHasNoLatencyToHaveTooFewSamplesOf() {
        #expect(judge { $0.latency = LatencyResults() } == [.tooFewSamples])
        #expect(
            judge {
                $0.latency = LatencyResults()
                $0.isReadingAlone = true
            } == [])
    }

    @Test func growingLagIsNotSteady() {
        // Allowed: 1 % of a million, and 4 √10,000 + 100 for chance: 10,500 in 10 s.
        let lag: (Double) -> (inout RunJudge) -> Void = { slope in
            {
                $0.lag.maxRecords = 10_000
                $0.lag.slopeRecordsPerSecond = slope
            }
        }
        #expect(judge(lag(1_051)) == [.notSteady])
        #expect(judge(lag(1_049)) == [])
        #expect(judge(lag(-50_000)) == [])
    }

    @Test(arguments: [1, -1])
    func halvesThatDifferAreNotSteady(sign: Int) {
        // Allowed: 10 % of 500,000, and 4 √500,000 = 2,828 for chance.
        let halves: (Int) -> (inout RunJudge) -> Void = { difference in
            {
                $0.firstHalfRecords = 500_000 - sign * difference / 2
                $0.secondHalfRecords = 500_000 + sign * difference / 2
            }
        }
        #expect(judge(halves(52_900)) == [.notSteady])
        #expect(judge(halves(52_700)) == [])
    }

    @Test func sendingTooLittleInTimeIsFallingBehind() {
        #expect(judge { $0.sentInTimeRecords = 994_999 } == [.fellBehind])
        #expect(judge { $0.sentInTimeRecords = 995_000 } == [])
        #expect(
            judge {
                $0.sentInTimeRecords = 0
                $0.isFixedRate = false
            } == [])
    }

    @Test func aGrowingBacklogIsFallingBehind() {
        // Allowed: 0.5 % of a million, and 4 √backlog for chance.
        #expect(judge { $0.unacknowledgedAtEnd = 5_500 } == [.fellBehind])
        #expect(judge { $0.unacknowledgedAtEnd = 5_300 } == [])
        #expect(
            judge {
                $0.unacknowledgedAtStart = 9_000
                $0.unacknowledgedAtEnd = 9_300
            } == [])
        #expect(
            judge {
                $0.unacknowledgedAtEnd = 5_500
                $0.isFixedRate = false
            } == [])
    }

    @Test func stallsAndDirtyPagesThrottleADisk() {
        #expect(judge { $0.ioStallShare = 0.051 } == [.diskThrottled])
        #expect(judge { $0.ioStallShare = 0.05 } == [])
        #expect(judge { $0.ioStallShare = nil } == [])
        #expect(judge { $0.dirtyBytesMax = 1 << 30 + 1 } == [.diskThrottled])
        #expect(judge { $0.dirtyBytesMax = 1 << 30 } == [])
        #expect(
            judge {
                $0.ioStallShare = 0.5
                $0.dirtyBytesMax = 4 << 30
                $0.isInMemoryFileSystem = true
            } == [])
    }

    @Test func aPercentileNeedsTenSamplesBeyondIt() {
        let publish: (Int) -> (inout RunJudge) -> Void = { count in
            {
                $0.latency.publish = LatencyHistogram()
                $0.latency.publish.record(.microseconds(50), count: count)
            }
        }
        #expect(judge(publish(999)) == [.tooFewSamples])
        #expect(judge(publish(1_000)) == [])
        #expect(
            judge {
                $0.latency.endToEnd = LatencyHistogram()
                $0.latency.endToEnd.record(.microseconds(50), count: 999)
            } == [.tooFewSamples])
        // Without a group nothing is read.
        #expect(judge { $0.latency.endToEnd = LatencyHistogram() } == [])
    }

    @Test func flagsComeInTheOrderOfTheirDeclaration() {
        let flags = judge {
            $0.publishDelayP99Seconds = 1
            $0.secondHalfRecords = 0
            $0.sentInTimeRecords = 0
            $0.dirtyBytesMax = 2 << 30
            $0.latency = LatencyResults()
        }
        #expect(
            flags == [
                .generatorLimited, .notSteady, .fellBehind, .diskThrottled, .tooFewSamples,
            ])
    }
}
