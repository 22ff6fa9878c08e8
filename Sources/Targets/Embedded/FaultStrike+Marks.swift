import Checker
import Cluster
import Faults
import LoadGenerator
import Records

extension FaultStrike {
    /// The strike and its healing, where that came before `end`; none where it found nobody.
    func marks(until end: Instant) -> [FaultMark] {
        guard !isMissed, time <= end else { return [] }
        func mark(_ phase: FaultMark.Phase?, _ time: Instant) -> FaultMark {
            FaultMark(action, broker: broker, phase: phase, time: time)
        }
        guard let healed = self.end else { return [mark(nil, time)] }
        let begin = mark(.begin, time)
        return healed <= end ? [begin, mark(.end, healed)] : [begin]
    }
}
