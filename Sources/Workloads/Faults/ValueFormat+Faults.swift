import Faults
import Records

extension ValueFormat where Value == BrokerTarget {
    /// A broker by its number, or the leader or a follower of `partition`.
    static func brokerTarget(_ partition: PartitionIndex) -> ValueFormat {
        ValueFormat(
            expected: "leader, follower or a broker's number",
            read: { text throws(ValueProblem) in
                switch text {
                case "leader": return .leader(partition)
                case "follower": return .follower(partition)
                default:
                    guard let id = brokerNumber(text) else {
                        throw ValueProblem(
                            "\(text.shown) is not leader, follower or a broker's number")
                    }
                    return .broker(id)
                }
            },
            write: { $0.word })
    }
}

extension ValueFormat where Value == LinkEnd {
    /// A broker, the replicas of `partition` or what else has links.
    static func linkEnd(_ partition: PartitionIndex) -> ValueFormat {
        let words: [(String, LinkEnd)] = [
            ("leader", .broker(.leader(partition))), ("follower", .broker(.follower(partition))),
            ("followers", .followers(partition)), ("brokers", .brokers), ("clients", .clients),
            ("controller", .controller), ("everyone", .everyone),
        ]
        let names = words.map(\.0).joined(separator: ", ")
        return ValueFormat(
            expected: "one of \(names), or a broker's number",
            read: { text throws(ValueProblem) in
                if let word = words.first(where: { $0.0 == text }) { return word.1 }
                guard let id = brokerNumber(text) else {
                    throw ValueProblem("\(text.shown) is not one of \(names) or a broker's number")
                }
                return .broker(.broker(id))
            },
            write: { $0.word })
    }
}

/// The broker that digits name; nil for other text and for numbers that no cluster reaches.
private func brokerNumber(_ text: String) -> BrokerID? {
    guard !text.isEmpty, text.count <= 9, text.allSatisfy({ "0" <= $0 && $0 <= "9" }) else {
        return nil
    }
    return Int(text).map { BrokerID($0) }
}

extension ValueFormat where Value == Double {
    /// How many times as long: above 1.
    static var factor: ValueFormat {
        let numbers = ValueFormat.number(0...1_000_000)
        return ValueFormat(
            expected: "a number above 1",
            read: { text throws(ValueProblem) in
                let factor = try numbers.read(text)
                guard factor > 1 else { throw ValueProblem("\(text.shown) is not above 1") }
                return factor
            },
            write: numbers.write)
    }

    /// A share above 0 % and at most 100 %, as 0...1, in steps of a millionth.
    static var share: ValueFormat {
        ValueFormat(
            expected: "a share such as 5%",
            read: { text throws(ValueProblem) in
                guard let amount = Quantity(text), amount.unit.isEmpty || amount.unit == "%" else {
                    throw ValueProblem("\(text.shown) is not a share such as 5%")
                }
                guard amount.unit == "%" else {
                    throw ValueProblem("\(text.shown) has no unit; expected a share such as 5%")
                }
                guard amount.value > 0, amount.value <= 100 else {
                    throw ValueProblem("\(text.shown) is not above 0% and at most 100%")
                }
                guard let millionths = try? amount.whole(times: 10_000) else {
                    throw ValueProblem("\(text.shown) is finer than 0.0001%")
                }
                return Double(millionths) / 1e6
            },
            write: { "\((($0 * 1e6).rounded() / 1e4).plainText)%" })
    }
}
