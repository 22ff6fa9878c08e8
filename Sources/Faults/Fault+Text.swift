import Records

extension Fault: CustomStringConvertible {
    /// Its keys and values as a workload file writes them, in one order: `at` first.
    ///
    /// Both ends of a link are taken to speak of the same partition, as they do in a file.
    package var fields: [FaultField] {
        var fields = [FaultField("at", at.description)] + action.fields
        if let duration { fields.append(FaultField("for", duration.description)) }
        if let interval { fields.append(FaultField("every", interval.description)) }
        if let times { fields.append(FaultField("times", "\(times)")) }
        return fields
    }

    /// As an entry of a workload file: `{at: 5s, kill: leader, partition: 0, for: 3s}`.
    package var description: String { "{\(fields.joined(by: ": ", between: ", "))}" }

    /// As the option `--fault` takes it: `at=5s,kill=leader,partition=0,for=3s`.
    package var optionText: String { fields.joined(by: "=", between: ",") }
}

extension FaultAction: CustomStringConvertible {
    /// Its keys and values as a workload file writes them, the action's name first.
    package var fields: [FaultField] {
        var fields = [FaultField(kind.rawValue, subject)]
        if let link {
            fields.append(FaultField("to", link.to.word))
            if link.isOneWay { fields.append(FaultField("one-way", "true")) }
        }
        if let partition { fields.append(FaultField("partition", "\(partition.rawValue)")) }
        switch self {
        case .slow(_, let factor): fields.append(FaultField("factor", factor.shortText))
        case .slowDisk(_, let delay), .delay(_, let delay):
            fields.append(FaultField("by", delay.description))
        case .resetOffsets(_, let place): fields.append(FaultField("to", place.description))
        case .lose(_, let share), .duplicate(_, let share):
            fields.append(FaultField("share", share.percentText))
        default: break
        }
        return fields
    }

    /// `kill: leader, partition: 0`.
    package var description: String { fields.joined(by: ": ", between: ", ") }

    /// The broker that it strikes; nil for links, clients and the topic.
    package var broker: BrokerTarget? {
        switch self {
        case .kill(let target), .restart(let target), .powerLoss(let target), .pause(let target),
            .slow(let target, _), .diskFull(let target), .diskError(let target),
            .slowDisk(let target, _), .bitRot(let target):
            target
        case .cut, .delay, .lose, .duplicate, .crashConsumer, .joinConsumer, .leaveConsumer,
            .resetOffsets, .crashProducer, .addPartitions:
            nil
        }
    }

    /// The consumer that it strikes, counted from 0, group by group; nil where it is none.
    package var consumer: Int? {
        switch self {
        case .crashConsumer(let number), .joinConsumer(let number), .leaveConsumer(let number):
            number
        default: nil
        }
    }

    /// The links that it strikes.
    package var link: LinkTarget? {
        switch self {
        case .cut(let link), .delay(let link, _), .lose(let link, _), .duplicate(let link, _): link
        default: nil
        }
    }

    private var partition: PartitionIndex? {
        broker?.partition ?? link?.from.partition ?? link?.to.partition
    }

    /// What stands after the action's name.
    private var subject: String {
        switch self {
        case .crashConsumer(let number), .joinConsumer(let number), .leaveConsumer(let number),
            .resetOffsets(let number, _), .crashProducer(let number):
            "\(number)"
        case .addPartitions(let count): "\(count)"
        default: broker?.word ?? link?.from.word ?? ""
        }
    }
}

extension [FaultField] {
    fileprivate func joined(by sign: String, between separator: String) -> String {
        map { $0.key + sign + $0.value }.joined(separator: separator)
    }
}

extension Double {
    /// Without a fraction where there is none: `2`, `1.5`.
    fileprivate var shortText: String {
        self == rounded() && abs(self) < 1e15 ? "\(Int(self))" : "\(self)"
    }

    /// A share as percent, to a millionth of the whole: `5%`, `0.25%`.
    fileprivate var percentText: String {
        "\(((self * 1e6).rounded() / 1e4).shortText)%"
    }
}
