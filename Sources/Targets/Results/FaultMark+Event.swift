import Checker
import Messages
import Records

extension FaultMark {
    /// What moves a leader without a fault, such as a balance of leaders, and what the old leader
    /// then cuts off its log, as histories name it; nil for other events.
    init?(_ event: ClusterEvent, time: Instant) {
        switch event {
        case .leaderElected(let place, _, _, _):
            self.init(time: time, fault: "leader-elected", target: "partition \(place.partition)")
        case .truncated(let place, _, _, _):
            self.init(time: time, fault: "log-cut", target: "partition \(place.partition)")
        default: return nil
        }
    }
}
