/// Where something was written: a place in a file, a whole file, or a command-line option.
package struct SourcePlace: Hashable, Sendable, CustomStringConvertible {
    /// A file's name, or an option as it was typed, such as `--set topic.partitions=3`.
    package var source: String
    /// From 1; nil names the whole source.
    package var line: Int?
    /// From 1, in Unicode scalars; nil where there is no line.
    package var column: Int?

    package init(source: String, line: Int? = nil, column: Int? = nil) {
        self.source = source
        self.line = line
        self.column = column
    }

    /// `file:line:column`, as compilers write it.
    package var description: String {
        guard let line else { return source }
        guard let column else { return "\(source):\(line)" }
        return "\(source):\(line):\(column)"
    }
}
