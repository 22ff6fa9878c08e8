import Messages
import Records
import Storage

extension VirtualCluster {
    func noteStep(_ process: BrokerProcess, _ message: BrokerMessage) {
        note(.broker(process.id), message.traceWords) { message.traceText }
    }

    func noteStep(_ process: BrokerProcess, _ completion: DiskCompletion) {
        note(.broker(process.id), completion.traceWords) { completion.traceText }
    }

    func noteStep(_ message: ControllerMessage) {
        note(.controller, message.traceWords) { message.traceText }
    }

    func noteStep(_ client: ClientProcess, _ message: ClientMessage) {
        note(.client(client.id), message.traceWords) { message.traceText }
    }
}
