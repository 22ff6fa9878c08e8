/// Reads what `CSVFile` writes. Rows stay as short as they are: SwiftCSV fills them up with empty
/// fields, which would hide a file that was cut.
enum CSVText {
    /// The records of `text`, each a list of fields (RFC 4180; lines may end in a newline alone).
    /// A quote that is never closed ends with the text. O(characters).
    static func rows(of text: String) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var field = ""
        var isQuoted = false
        var isEmpty = true
        var previousQuote = false
        func end(_ row: inout [String], _ field: inout String) {
            row.append(field)
            field = ""
        }
        for character in text {
            isEmpty = false
            if previousQuote {
                previousQuote = false
                if character == "\"" {
                    field.append(character)
                    continue
                }
                isQuoted = false
            }
            switch character {
            case "\"" where isQuoted: previousQuote = true
            case "\"" where field.isEmpty: isQuoted = true
            case "," where !isQuoted: end(&row, &field)
            case "\n" where !isQuoted, "\r\n" where !isQuoted:
                end(&row, &field)
                rows.append(row)
                row = []
                isEmpty = true
            default: field.append(character)
            }
        }
        if !isEmpty {
            end(&row, &field)
            rows.append(row)
        }
        return rows
    }
}
