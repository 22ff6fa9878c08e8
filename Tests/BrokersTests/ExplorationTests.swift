import Brokers
import Messages
import Records
import Storage
import Testing

/// Random clusters, loads, delays and pauses from a seed; what must hold whatever they are is
/// looked at after every event.
@Suite struct ExplorationTests {
    @Test(arguments: 0..<40 as Range<UInt64>)
    func whatMustHoldHolds(seed: UInt64) throws {
        let exploration = Exploration(seed: seed)
        exploration.run()
        #expect(exploration.violations == [], "seed \(seed): \(exploration.plan)")
    }

    /// The same seed gives the same run, to the last byte.
    @Test func aSeedRepeatsItsRun() {
        let runs = (0..<2).map { _ in
            let exploration = Exploration(seed: 4242)
            exploration.run()
            return exploration
        }
        #expect(runs[0].driver.eventCount == runs[1].driver.eventCount)
        #expect(runs[0].driver.now == runs[1].driver.now)
        for broker in 0..<3 {
            for partition in 0..<runs[0].driver.topic.partitions {
                #expect(
                    runs[0].driver.logBytes(broker, partition)
                        == runs[1].driver.logBytes(broker, partition))
            }
        }
    }
}
