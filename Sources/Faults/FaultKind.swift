/// The name of a fault's action, as workload files, traces and counts have it.
package enum FaultKind: String, Hashable, Sendable, Codable, CaseIterable {
    case kill, restart, pause, slow, cut, delay, lose, duplicate
    case powerLoss = "power-loss"
    case diskFull = "disk-full"
    case diskError = "disk-error"
    case slowDisk = "slow-disk"
    case bitRot = "bit-rot"
    case crashConsumer = "crash-consumer"
    case joinConsumer = "join-consumer"
    case leaveConsumer = "leave-consumer"
    case resetOffsets = "reset-offsets"
    case crashProducer = "crash-producer"
    case addPartitions = "add-partitions"

    /// Whether it is done when it strikes, so that it has no duration.
    package var isMomentary: Bool {
        switch self {
        case .bitRot, .addPartitions, .resetOffsets: true
        default: false
        }
    }
}

extension FaultAction {
    package var kind: FaultKind {
        switch self {
        case .kill: .kill
        case .restart: .restart
        case .powerLoss: .powerLoss
        case .pause: .pause
        case .slow: .slow
        case .diskFull: .diskFull
        case .diskError: .diskError
        case .slowDisk: .slowDisk
        case .bitRot: .bitRot
        case .cut: .cut
        case .delay: .delay
        case .lose: .lose
        case .duplicate: .duplicate
        case .crashConsumer: .crashConsumer
        case .joinConsumer: .joinConsumer
        case .leaveConsumer: .leaveConsumer
        case .resetOffsets: .resetOffsets
        case .crashProducer: .crashProducer
        case .addPartitions: .addPartitions
        }
    }
}
