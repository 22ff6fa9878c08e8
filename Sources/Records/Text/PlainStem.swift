extension String {
    /// The text as part of a file's name: letters, digits, dots, dashes and underscores of ASCII
    /// stay, each run of anything else becomes a dash. At most 200 characters, so that there is
    /// room for an ending. What is plain already stays as it is.
    package var plainStem: String {
        var stem = ""
        var wasReplaced = false
        for character in self {
            let isPlain = character.isASCII && (character.isLetter || character.isNumber)
            if isPlain || ".-_".contains(character) {
                stem.append(character)
                wasReplaced = false
            } else if !wasReplaced {
                stem.append("-")
                wasReplaced = true
            }
        }
        return String(stem.prefix(200))
    }
}
