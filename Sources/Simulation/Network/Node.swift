package import Records

/// Who takes part in a simulation.
package enum Node: Hashable, Sendable {
    case broker(BrokerID)
    case controller
    case client(ClientID)
}

extension Node: CustomStringConvertible {
    package var description: String {
        switch self {
        case .broker(let broker): "broker \(broker)"
        case .controller: "controller"
        case .client(let client): "client \(client.rawValue)"
        }
    }
}

/// The nodes by number: the brokers, the controller, then the clients as they come.
struct NodeNumbers {
    let brokers: Int

    var controller: Int { brokers }

    func number(of node: Node) -> Int {
        switch node {
        case .broker(let broker): broker.index
        case .controller: brokers
        case .client(let client): brokers + 1 + client.index
        }
    }

    func node(_ number: Int) -> Node {
        if number < brokers { return .broker(BrokerID(number)) }
        return number == brokers ? .controller : .client(ClientID(number - brokers - 1))
    }
}
