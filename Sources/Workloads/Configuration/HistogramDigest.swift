/// Tells files of equal names apart by what they hold.
enum HistogramDigest {
    /// `orders.txt 5f1c09aa`: the last part of the path, and 32 bits of the words.
    static func label(_ path: String, of words: [UInt64]) -> String {
        // FNV-1a with a word in place of a byte, whose high half is then the better mixed one.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for word in words {
            hash = (hash ^ word) &* 0x100_0000_01b3
            hash ^= hash >> 32
        }
        let digits = String(hash >> 32, radix: 16)
        let name = path.split(separator: "/").last ?? ""
        return name + " " + String(repeating: "0", count: 8 - digits.count) + digits
    }
}
