import LoadGenerator
import Records
import Testing

/// Outages of all producers together. Times are milliseconds from the start of the measured
/// time, which takes 1,000.
@Suite struct OutageReportTests {
    private let timeline = RunTimeline(
        start: Instant(0), warmup: .milliseconds(500), duration: .milliseconds(1_000))

    private func outage(
        _ partition: Int, _ begin: Int64, _ end: Int64, isFailover: Bool = false
    ) -> Outage {
        Outage(
            partition: PartitionIndex(partition), begin: at(begin), end: at(end),
            isFailover: isFailover)
    }

    private func at(_ milliseconds: Int64) -> Instant {
        timeline.measureStart + .milliseconds(milliseconds)
    }

    private func report(_ outages: [Outage]) -> OutageReport {
        OutageReport(outages, timeline: timeline)
    }

    @Test func nothingIsNothing() {
        #expect(report([]).unavailable == .zero)
        #expect(report([]).failoverTimes == [])
    }

    @Test func timeThatTwoPartitionsShareCountsOnce() {
        let report = report([outage(0, 100, 300), outage(1, 200, 350), outage(2, 120, 130)])
        #expect(report.unavailable == .milliseconds(250))
        #expect(report.outages.count == 3)
    }

    @Test func timesApartAddUp() {
        #expect(
            report([outage(1, 500, 600), outage(0, 100, 300)]).unavailable == .milliseconds(300))
    }

    @Test func onlyTheMeasuredTimeCounts() {
        #expect(report([outage(0, -100, 50)]).unavailable == .milliseconds(50))
        #expect(report([outage(0, 900, 1_400)]).unavailable == .milliseconds(100))
        #expect(report([outage(0, -50, 2_000)]).unavailable == .milliseconds(1_000))
    }

    @Test func whatTouchesNoMeasuredTimeIsLeftOut() {
        let report = report([
            outage(0, -100, 0, isFailover: true), outage(0, 1_000, 1_200, isFailover: true),
        ])
        #expect(report.outages == [])
        #expect(report.unavailable == .zero)
    }

    @Test func outagesOfOnePartitionThatOverlapAreOneFailover() {
        let report = report([
            outage(0, 100, 300, isFailover: true), outage(0, 110, 320),
            outage(1, 100, 310, isFailover: true),
        ])
        #expect(report.failoverTimes == [.milliseconds(210), .milliseconds(220)])
    }

    @Test func oneAfterTheOtherIsTwoFailovers() {
        let report = report([
            outage(0, 100, 300, isFailover: true), outage(0, 300, 350, isFailover: true),
        ])
        #expect(report.failoverTimes == [.milliseconds(50), .milliseconds(200)])
        #expect(report.unavailable == .milliseconds(250))
    }

    @Test func aFailoverKeepsItsLengthBeyondTheMeasuredTime() {
        let report = report([outage(0, 900, 1_400, isFailover: true)])
        #expect(report.failoverTimes == [.milliseconds(500)])
    }
}
