package import Records

/// What happened in a simulation, event by event: as readable lines where somebody reads them, and
/// always as one number that two runs share only if they were the same.
package struct Trace {
    /// A digest of all events so far.
    package private(set) var hash: UInt64 = 0x9e37_79b9_7f4a_7c15
    /// How many events there were.
    package private(set) var count = 0
    /// Takes each line, without its end.
    package var sink: ((String) -> Void)?

    package init() {}

    /// Notes an event. `words` say of it what the digest is to depend on; `text` is asked for only
    /// where lines are read.
    mutating func note(
        _ time: Instant, _ node: Node?, _ words: TraceWords, _ text: () -> String
    ) {
        count += 1
        mix(UInt64(bitPattern: time.rawValue))
        switch node {
        case .broker(let broker): mix(UInt64(broker.index))
        case .controller: mix(1 << 32)
        case .client(let client): mix(2 << 32 | UInt64(client.index))
        case nil: mix(3 << 32)
        }
        mix(UInt64(bitPattern: words.kind))
        mix(UInt64(bitPattern: words.a))
        mix(UInt64(bitPattern: words.b))
        mix(UInt64(bitPattern: words.c))
        guard let sink else { return }
        let who = node.map { "\($0): " } ?? ""
        sink("\(Self.text(of: time))  \(who)\(text())")
    }

    private mutating func mix(_ word: UInt64) {
        hash = (hash ^ word) &* 0xff51_afd7_ed55_8ccd
        hash ^= hash >> 32
    }

    /// Seconds with nine decimals, by whole numbers alone.
    package static func text(of time: Instant) -> String {
        let magnitude = time.rawValue.magnitude
        let fraction = String(magnitude % 1_000_000_000)
        let zeros = String(repeating: "0", count: 9 - fraction.count)
        let sign = time.rawValue < 0 ? "-" : ""
        return "\(sign)\(magnitude / 1_000_000_000).\(zeros)\(fraction)"
    }
}

/// What a digest takes of an event.
struct TraceWords {
    let kind: Int64
    var a: Int64 = 0
    var b: Int64 = 0
    var c: Int64 = 0
}
