/// A table as the page's template reads it.
struct PageTable {
    /// Above the table; nil for none.
    var tableCaption: String?
    /// What it is called where it cannot be seen.
    var label: String
    /// The line over the headings; nil where no heading belongs to a group.
    var groups: Groups?
    var headings: [Heading]
    var rows: [Row] = []
    /// Whether each row has a name, which a narrow screen shows in place of the labels.
    var hasRowNames = false

    struct Groups {
        var cells: [Group]
    }

    struct Group {
        /// Empty over headings without a group.
        var groupTitle: String
        var span: Int
        /// Classes of the style sheet.
        var style: String
    }

    struct Heading {
        var title: String
        /// Classes of the style sheet.
        var style = ""
    }

    struct Row {
        /// All labels in one; nil where the table has none.
        var rowName: String?
        var cells: [Cell]
    }

    struct Cell {
        var text: String
        /// Marks of flags, and their names.
        var mark: String?
        var markTitle = ""
        /// The smallest and largest repetition, below the text.
        var range: String?
        /// What it is of its neighbour at acks=1, below that.
        var ratio: String?
        /// Classes of the style sheet.
        var style = ""
    }
}

extension PageTable {
    /// `grid` with its marks as links to what they mean. `wide` columns break into lines.
    init(
        _ grid: Grid, caption: String? = nil, label: String, marks: FlagMarks,
        wide: Set<Int> = []
    ) {
        tableCaption = caption
        self.label = label
        groups = Self.groups(of: grid.headings.map(\.group))
        let styles = grid.headings.enumerated().map { index, heading in
            wide.contains(index) ? "wide" : heading.isNumber ? "" : "word"
        }
        headings = zip(grid.headings, styles).map { Heading(title: $0.title, style: $1) }
        rows = grid.rows.map { row in
            Row(
                cells: zip(row, styles).map { text, style in
                    let (plain, mark) = marks.split(text)
                    return Cell(
                        text: plain, mark: mark.isEmpty ? nil : mark,
                        markTitle: marks.names(of: mark), style: style)
                })
        }
    }

    /// Neighbours with the same name under one; nil where nothing has a name.
    static func groups(of names: [String]) -> Groups? {
        guard names.contains(where: { !$0.isEmpty }) else { return nil }
        var cells: [Group] = []
        for name in names {
            if let last = cells.last, last.groupTitle == name {
                cells[cells.count - 1].span += 1
            } else {
                let style = name.isEmpty ? "label" : "group edge"
                cells.append(Group(groupTitle: name, span: 1, style: style))
            }
        }
        return Groups(cells: cells)
    }
}
