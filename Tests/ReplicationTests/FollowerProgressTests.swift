import Records
import Replication
import Testing

@Suite struct FollowerProgressTests {
    private func fetched(
        _ fetches: [(from: Int64, leaderEnd: Int64, now: Int64)]
    ) -> FollowerProgress {
        var progress = FollowerProgress(broker: BrokerID(1), now: Instant(0))
        for fetch in fetches {
            progress.fetched(
                from: Offset(fetch.from), leaderEnd: Offset(fetch.leaderEnd),
                now: Instant(fetch.now))
        }
        return progress
    }

    @Test func nothingIsKnownBeforeTheFirstFetch() {
        let progress = fetched([])
        #expect(progress.logEnd == nil)
        #expect(progress.lastCaughtUp == Instant(0))
    }

    @Test func fetchAtTheLeadersEndIsCaughtUpNow() {
        let progress = fetched([(10, 10, 5)])
        #expect(progress.logEnd == Offset(10))
        #expect(progress.lastCaughtUp == Instant(5))
    }

    @Test func fetchAtThePreviousEndIsCaughtUpAsOfThePreviousFetch() {
        #expect(fetched([(0, 10, 5), (10, 20, 9)]).lastCaughtUp == Instant(5))
        #expect(fetched([(0, 10, 5), (9, 20, 9)]).lastCaughtUp == Instant(0))
        #expect(fetched([(0, 10, 5), (12, 20, 9), (20, 30, 14)]).lastCaughtUp == Instant(9))
    }

    /// A steady follower of a steady leader never shows the leader's present end, and yet lags
    /// by one fetch only.
    @Test func followerOneFetchBehindStaysCaughtUp() {
        let fetches = (1...50).map {
            (from: Int64($0 - 1) * 10, leaderEnd: Int64($0) * 10, now: Int64($0))
        }
        #expect(fetched(fetches).lastCaughtUp == Instant(49))
    }

    @Test func followerThatFallsBehindKeepsItsLastTime() {
        #expect(
            fetched([(10, 10, 5), (10, 30, 6), (20, 50, 7), (21, 60, 8)]).lastCaughtUp
                == Instant(6 - 1))
    }

    @Test func followerThatLostRecordsIsBelievedAndNeverEarlierCaughtUp() {
        let progress = fetched([(10, 10, 5), (4, 10, 8)])
        #expect(progress.logEnd == Offset(4))
        #expect(progress.lastCaughtUp == Instant(5))
    }
}
