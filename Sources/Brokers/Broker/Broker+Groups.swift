import Messages
import Records

extension Broker {
    /// Answers a request of a group that this broker does not coordinate.
    func handleGroup(_ message: BrokerMessage, effects: inout BrokerEffects) {
        guard let refusal = message.groupRefusal(.notCoordinator) else { return }
        effects.toClients.append(refusal)
    }
}
