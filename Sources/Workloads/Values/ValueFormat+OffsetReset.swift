import Records

extension ValueFormat where Value == OffsetReset {
    /// A word, an offset, or a duration before the time at which the member asks.
    static var offsetReset: ValueFormat {
        let expected =
            "earliest, latest, none, an offset such as 100, or a time ago such as 10s, up to 365d"
        let times = ValueFormat<Nanoseconds>.duration(.zeroOrMore)
        return ValueFormat(
            expected: expected,
            read: { text throws(ValueProblem) in
                switch text {
                case "earliest": return .earliest
                case "latest": return .latest
                case "none": return .none
                default: break
                }
                if text.allSatisfy({ "0" <= $0 && $0 <= "9" }), let offset = Int64(text) {
                    return .offset(Offset(offset))
                }
                do throws(ValueProblem) {
                    return .ago(try times.read(text))
                } catch {
                    throw ValueProblem("\(text.shown) is not \(expected)")
                }
            },
            write: \.description)
    }
}
