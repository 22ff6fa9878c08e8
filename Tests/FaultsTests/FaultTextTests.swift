import Faults
import Records
import Testing

struct FaultTextTests {
    @Test func aFaultSaysItselfAsAFileAndAsAnOptionWriteIt() {
        let fault = Fault(
            at: .seconds(5), action: .kill(.leader(PartitionIndex(2))), duration: .seconds(3),
            interval: .seconds(10), times: 4)
        #expect(
            fault.description
                == "{at: 5s, kill: leader, partition: 2, for: 3s, every: 10s, times: 4}")
        #expect(fault.optionText == "at=5s,kill=leader,partition=2,for=3s,every=10s,times=4")
    }

    @Test func aLinkNamesBothEnds() {
        let link = LinkTarget(
            from: .broker(.broker(BrokerID(1))), to: .followers(PartitionIndex(3)), isOneWay: true)
        #expect(
            FaultAction.lose(link, share: 0.07).description
                == "lose: 1, to: followers, one-way: true, partition: 3, share: 7%")
        #expect(FaultAction.cut(link).link == link)
        #expect(FaultAction.cut(link).broker == nil)
    }

    @Test func factorsAndSharesAreShort() {
        let target = BrokerTarget.broker(BrokerID(0))
        #expect(FaultAction.slow(target, factor: 10).description == "slow: 0, factor: 10")
        #expect(FaultAction.slow(target, factor: 1.25).description == "slow: 0, factor: 1.25")
        let link = LinkTarget(from: .clients, to: .everyone)
        #expect(
            FaultAction.duplicate(link, share: 0.001).description
                == "duplicate: clients, to: everyone, share: 0.1%")
    }
}
