import Cluster
import Faults
import Records
import Testing

/// Links that are cut, slow, lossy or doubling.
@Suite struct LinkFaultTests {
    private typealias Key = Links.Key

    private static let broker0 = Endpoint.broker(BrokerID(0))
    private static let broker1 = Endpoint.broker(BrokerID(1))
    private static let broker2 = Endpoint.broker(BrokerID(2))
    private static let client = Endpoint.client(ClientID(0))

    private func fault(
        _ from: LinkEnd, _ to: LinkEnd, oneWay: Bool = false, _ effect: LinkFault.Effect = .cut
    ) -> LinkFault {
        LinkFault(
            number: 7, target: LinkTarget(from: from, to: to, isOneWay: oneWay), effect: effect)
    }

    private func links(_ faults: LinkFault...) -> Links {
        var links = Links(settings: LinkSettings(), seed: 1, shard: 0)
        for fault in faults { links.strike(fault) }
        return links
    }

    private func isLost(_ from: Endpoint, _ to: Endpoint, _ fault: LinkFault) -> Bool {
        var links = links(fault)
        let passage = links.passage(Key(from: from, to: to), payloadBytes: 0, now: Instant(5))
        return passage.arrival == nil
    }

    @Test func aCutConcernsItsEndsBothWays() {
        let cut = fault(.broker(.broker(BrokerID(0))), .broker(.broker(BrokerID(1))))
        #expect(isLost(Self.broker0, Self.broker1, cut))
        #expect(isLost(Self.broker1, Self.broker0, cut))
        #expect(!isLost(Self.broker0, Self.broker2, cut))
        #expect(!isLost(Self.broker0, Self.client, cut))
        #expect(!isLost(Self.broker0, .controller, cut))
    }

    @Test func aOneWayCutLetsTheOtherWayPass() {
        let cut = fault(.broker(.broker(BrokerID(0))), .clients, oneWay: true)
        #expect(isLost(Self.broker0, Self.client, cut))
        #expect(!isLost(Self.client, Self.broker0, cut))
    }

    @Test func aBrokerCutFromTheOthersStillHearsClientsAndController() {
        let cut = fault(.broker(.broker(BrokerID(1))), .brokers)
        #expect(isLost(Self.broker1, Self.broker0, cut))
        #expect(isLost(Self.broker2, Self.broker1, cut))
        #expect(!isLost(Self.broker0, Self.broker2, cut))
        #expect(!isLost(Self.client, Self.broker1, cut))
        #expect(!isLost(Self.broker1, .controller, cut))
    }

    @Test func aBrokerCutFromEveryoneHearsNobody() {
        let cut = fault(.everyone, .broker(.broker(BrokerID(1))))
        for other in [Self.broker0, Self.broker2, Self.client, .controller] {
            #expect(isLost(Self.broker1, other, cut))
            #expect(isLost(other, Self.broker1, cut))
        }
        #expect(!isLost(Self.broker0, Self.client, cut))
        #expect(!isLost(Self.broker0, .controller, cut))
    }

    @Test func brokersCutFromTheControllerHearEachOther() {
        let cut = fault(.brokers, .controller)
        #expect(isLost(Self.broker1, .controller, cut))
        #expect(isLost(.controller, Self.broker1, cut))
        #expect(!isLost(Self.broker0, Self.broker1, cut))
        #expect(!isLost(Self.client, .controller, cut))
    }

    @Test func aDelayHoldsUpItsLinkAloneAndKeepsItsOrderWhenItEnds() {
        let slow = fault(
            .broker(.broker(BrokerID(0))), .clients, oneWay: true, .delay(.milliseconds(3)))
        var links = links(slow)
        let key = Key(from: Self.broker0, to: Self.client)
        let other = Key(from: Self.client, to: Self.broker0)
        #expect(!links.isTransparent)
        let first = links.passage(key, payloadBytes: 9, now: Instant(0))
        #expect(first == Links.Passage(arrival: Instant(3_000_000)))
        let back = links.passage(other, payloadBytes: 9, now: Instant(0))
        #expect(back == Links.Passage(arrival: Instant(0)))
        links.heal(number: 7)
        let second = links.passage(key, payloadBytes: 9, now: Instant(1_000_000))
        #expect(second == Links.Passage(arrival: Instant(3_000_000)))
        #expect(!links.isTransparent)
        let third = links.passage(key, payloadBytes: 9, now: Instant(3_000_000))
        #expect(third == Links.Passage(arrival: Instant(3_000_000)))
        #expect(links.isTransparent)
    }

    @Test func itLosesAndDoublesTheirShares() {
        let lossy = fault(.brokers, .brokers, .lose(share: 0.25))
        let doubling = fault(.clients, .brokers, .duplicate(share: 0.5))
        var links = links(lossy, doubling)
        var lost = 0
        var doubled = 0
        for message in 0..<4000 as Range<Int64> {
            let now = Instant(message)
            let between = Key(from: Self.broker0, to: Self.broker1)
            if links.passage(between, payloadBytes: 0, now: now).arrival == nil { lost += 1 }
            let request = links.passage(
                Key(from: Self.client, to: Self.broker1), payloadBytes: 0, now: now)
            #expect(request.arrival == now)
            if request.secondArrival == now { doubled += 1 }
        }
        #expect((900...1100).contains(lost), "\(lost)")
        #expect((1850...2150).contains(doubled), "\(doubled)")
    }

    @Test func faultsAddUpAndHealOneByOne() {
        let slow = fault(.brokers, .brokers, .delay(.milliseconds(1)))
        let slower = LinkFault(
            number: 8, target: LinkTarget(from: .everyone, to: .everyone),
            effect: .delay(.milliseconds(2)))
        var links = links(slow, slower)
        let key = Key(from: Self.broker0, to: Self.broker1)
        func arrival(_ now: Int64) -> Int64? {
            links.passage(key, payloadBytes: 0, now: Instant(now)).arrival?.rawValue
        }
        #expect(arrival(0) == 3_000_000)
        links.heal(number: 7)
        #expect(arrival(10_000_000) == 12_000_000)
        links.heal(number: 8)
        #expect(arrival(20_000_000) == 20_000_000)
    }
}
