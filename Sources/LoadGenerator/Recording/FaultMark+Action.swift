package import Checker
package import Faults
package import Records

extension FaultMark {
    /// A fault as histories, series and the rules of loss name it.
    ///
    /// - Parameter broker: whom it struck, as it was found when it struck; nil for what strikes
    ///   no single broker, which is then named as a workload file has it.
    package init(_ action: FaultAction, broker: BrokerID?, phase: Phase?, time: Instant) {
        self.init(
            time: time, fault: action.kind.rawValue,
            target: broker.map { "broker \($0)" }
                ?? String(action.description.dropFirst(action.kind.rawValue.count + 2)),
            phase: phase)
    }

    /// A fault that strikes or ends.
    package init(_ action: FaultAction, broker: BrokerID?, isEnd: Bool, time: Instant) {
        let begin: Phase? = action.kind.isMomentary ? nil : .begin
        self.init(action, broker: broker, phase: isEnd ? .end : begin, time: time)
    }
}
