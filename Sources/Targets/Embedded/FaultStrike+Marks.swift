import Checker
import Cluster
import Faults
import Records

extension FaultStrike {
    /// The strike and its healing, where that came before `end`; none where it found nobody.
    func marks(until end: Instant) -> [FaultMark] {
        guard !isMissed, time <= end else { return [] }
        let target = broker.map { "broker \($0)" } ?? ""
        let begin = FaultMark(
            time: time, fault: kind.rawValue, target: target,
            phase: self.end == nil ? nil : .begin)
        guard let healed = self.end, healed <= end else { return [begin] }
        return [
            begin,
            FaultMark(time: healed, fault: kind.rawValue, target: target, phase: .end),
        ]
    }
}
