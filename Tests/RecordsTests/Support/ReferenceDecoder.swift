/// A plain decoder of uncompressed batches, written from the format's description and sharing no
/// code with the module: slow, bounds-checked, over an array.
struct ReferenceDecoder {
    private let bytes: [UInt8]
    private var position: Int
    private var limit: Int

    /// The records of the batch in `bytes`, or nil where they are malformed. The header's offsets
    /// and count are taken as they are.
    static func records(in bytes: [UInt8]) -> [SampleRecord]? {
        var decoder = ReferenceDecoder(bytes: bytes, position: 61, limit: bytes.count)
        let baseOffset = bytes.load(Int64.self, at: 0)
        let lastDelta = Int(bytes.load(Int32.self, at: 23))
        let baseTimestamp = bytes.load(Int64.self, at: 27)
        var records: [SampleRecord] = []
        var deltaMin = 0
        for _ in 0..<bytes.load(Int32.self, at: 57) {
            guard let (timestampDelta, delta, key, value) = decoder.record(),
                delta >= deltaMin, delta <= lastDelta
            else { return nil }
            deltaMin = delta + 1
            records.append(
                SampleRecord(
                    offset: baseOffset + Int64(delta),
                    timestamp: baseTimestamp &+ Int64(timestampDelta), key: key, value: value))
        }
        return decoder.position == bytes.count ? records : nil
    }

    private typealias Record = (timestampDelta: Int, delta: Int, key: [UInt8]?, value: [UInt8]?)

    private mutating func record() -> Record? {
        limit = bytes.count
        guard let length = varint(), length >= 1, length <= bytes.count - position else {
            return nil
        }
        limit = position + length
        position += 1
        guard let timestampDelta = varint(), let delta = varint(), let key = field(),
            let value = field(), let headers = varint(), headers >= 0
        else { return nil }
        for _ in 0..<headers {
            guard let name = field(), name != nil, field() != nil else { return nil }
        }
        return position == limit ? (timestampDelta, delta, key, value) : nil
    }

    /// A length and that many bytes; `.some(nil)` for length −1.
    private mutating func field() -> [UInt8]?? {
        guard let length = varint(), length >= -1, length <= limit - position else { return nil }
        guard length >= 0 else { return .some(nil) }
        defer { position += length }
        return .some(Array(bytes[position..<position + length]))
    }

    private mutating func varint() -> Int? {
        var groups: [UInt8] = []
        repeat {
            guard position < limit, groups.count < 10 else { return nil }
            groups.append(bytes[position])
            position += 1
        } while groups.last.map { $0 >= 128 } ?? false
        if groups.count == 10, groups[9] > 1 { return nil }
        let zigZag = groups.reversed().reduce(UInt64(0)) { $0 << 7 | UInt64($1 & 127) }
        let half = Int(zigZag / 2)
        return zigZag.isMultiple(of: 2) ? half : -half - 1
    }
}
