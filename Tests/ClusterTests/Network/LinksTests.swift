import Cluster
import Records
import Testing

/// When a message that is sent arrives.
@Suite struct LinksTests {
    private static let key = Links.Key(from: .broker(BrokerID(0)), to: .client(ClientID(0)))

    private func links(
        seed: UInt64 = 1, shard: Int = 0, _ change: (inout LinkSettings) -> Void
    ) -> Links {
        var settings = LinkSettings()
        change(&settings)
        return Links(settings: settings, seed: seed, shard: shard)
    }

    @Test func withoutSettingsTheyAddNothing() {
        var links = links { _ in }
        #expect(links.isTransparent)
        #expect(links.arrival(Self.key, payloadBytes: 1 << 20, now: Instant(77)) == Instant(77))
    }

    @Test func halfTheRoundTripEachWay() {
        var links = links { $0.roundTripTime = .microseconds(200) }
        #expect(!links.isTransparent)
        for now in [0, 5, 1_000_000] as [Int64] {
            let arrival = links.arrival(Self.key, payloadBytes: 0, now: Instant(now))
            #expect(arrival == Instant(now + 100_000))
        }
    }

    @Test func withABandwidthMessagesFollowEachOther() {
        var links = links {
            $0.bandwidthBytesPerSecond = 1e6
            $0.roundTripTime = .milliseconds(2)
        }
        // 900 bytes and 100 of framing take a millisecond each.
        let arrivals = [0, 0, 500_000, 9_000_000].map {
            links.arrival(Self.key, payloadBytes: 900, now: Instant($0))
        }
        #expect(arrivals.map(\.rawValue) == [2_000_000, 3_000_000, 4_000_000, 11_000_000])
    }

    @Test func eachDirectionOfEachPairIsItsOwnLink() {
        var links = links { $0.bandwidthBytesPerSecond = 1e6 }
        let back = Links.Key(from: .client(ClientID(0)), to: .broker(BrokerID(0)))
        let other = Links.Key(from: .broker(BrokerID(1)), to: .client(ClientID(0)))
        for key in [Self.key, back, other] {
            #expect(links.arrival(key, payloadBytes: 900, now: Instant(0)) == Instant(1_000_000))
        }
    }

    @Test func jitterKeepsTheOrderAndItsBounds() {
        for seed in 0..<20 as Range<UInt64> {
            var links = links(seed: seed) {
                $0.roundTripTime = .microseconds(100)
                $0.jitter = .microseconds(500)
            }
            var arrivals: [Instant] = []
            for message in 0..<500 as Range<Int64> {
                let now = Instant(message * 20_000)
                let arrival = links.arrival(Self.key, payloadBytes: 10, now: now)
                #expect(arrival - now >= .microseconds(50), "seed \(seed)")
                // One that was held up by its predecessor is no later than the latest of all.
                #expect(arrival - now <= .microseconds(550), "seed \(seed)")
                arrivals.append(arrival)
            }
            #expect(arrivals == arrivals.sorted(), "seed \(seed)")
            #expect(Set(arrivals.map(\.rawValue)).count > 100, "seed \(seed)")
        }
    }

    @Test func aSeedRepeatsItsJitterAndShardsDiffer() {
        func arrivals(seed: UInt64, shard: Int) -> [Instant] {
            var links = links(seed: seed, shard: shard) { $0.jitter = .milliseconds(1) }
            return (0..<50).map {
                links.arrival(Self.key, payloadBytes: 0, now: Instant($0 * 2_000_000))
            }
        }
        #expect(arrivals(seed: 3, shard: 0) == arrivals(seed: 3, shard: 0))
        #expect(arrivals(seed: 3, shard: 0) != arrivals(seed: 3, shard: 1))
        #expect(arrivals(seed: 3, shard: 0) != arrivals(seed: 4, shard: 0))
    }
}
