import Brokers
import Records
import Testing

@Suite struct FaultWalkTests {
    @Test(arguments: 0..<60 as Range<UInt64>)
    func nothingAcknowledgedIsLost(seed: UInt64) {
        let walk = FaultWalk(seed: seed)
        walk.run()
        #expect(walk.violations.prefix(5) == [], "seed \(seed)")
    }

    /// The walks reach what they are to prove.
    @Test func theWalksChangeLeadersAndCutLogs() {
        var (acknowledged, cuts, epochs) = (0, 0, 0)
        for seed in 100..<110 as Range<UInt64> {
            let walk = FaultWalk(seed: seed)
            walk.run()
            acknowledged += walk.acknowledged
            cuts += (0..<3).reduce(0) { $0 + walk.driver.cuts(of: $1).count }
            epochs += Int(walk.driver.epoch(of: 0).rawValue)
        }
        #expect(acknowledged > 200 && cuts > 10 && epochs > 30)
    }
}
