extension StringProtocol {
    /// The text without what it begins and ends with of characters that satisfy `isTrimmed`: white
    /// space, unless told otherwise.
    func trimmed(_ isTrimmed: (Character) -> Bool = \.isWhitespace) -> String {
        let start = drop(while: isTrimmed)
        guard let last = start.lastIndex(where: { !isTrimmed($0) }) else { return "" }
        return String(start[...last])
    }
}
