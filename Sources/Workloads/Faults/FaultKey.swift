import Faults

/// What an entry of `faults` may say beside its action.
enum FaultKey: String, CaseIterable, Sendable {
    case at, partition, to
    case oneWay = "one-way"
    case factor, by, share
    case `for`
    case every, times
}

extension FaultKind {
    /// The keys that mean something to the action, in the order in which they are written.
    var keys: [FaultKey] {
        switch self {
        case .kill, .powerLoss, .restart, .pause, .diskFull, .diskError:
            [.at, .partition, .for, .every, .times]
        case .slow: [.at, .partition, .factor, .for, .every, .times]
        case .slowDisk: [.at, .partition, .by, .for, .every, .times]
        case .bitRot: [.at, .partition, .every, .times]
        case .cut: [.at, .to, .oneWay, .partition, .for, .every, .times]
        case .delay: [.at, .to, .oneWay, .partition, .by, .for, .every, .times]
        case .lose, .duplicate: [.at, .to, .oneWay, .partition, .share, .for, .every, .times]
        case .crashConsumer, .joinConsumer, .leaveConsumer, .crashProducer:
            [.at, .for, .every, .times]
        case .resetOffsets: [.at, .to, .every, .times]
        case .addPartitions: [.at]
        }
    }

    /// The keys that an entry must have.
    var requiredKeys: [FaultKey] {
        switch self {
        case .slow: [.at, .factor]
        case .slowDisk, .delay: [.at, .by]
        case .lose, .duplicate: [.at, .share]
        default: [.at]
        }
    }

    /// Whether what it strikes comes back by itself: at once where nothing is said.
    var startsAgain: Bool {
        switch self {
        case .restart, .crashConsumer, .crashProducer: true
        default: false
        }
    }

    /// Whether the broker's process is not at work while the fault is in force.
    var stopsTheBroker: Bool { endsTheProcess || self == .pause }

    /// Whether the broker's process is gone while the fault is in force.
    var endsTheProcess: Bool {
        switch self {
        case .kill, .powerLoss, .restart: true
        default: false
        }
    }
}
