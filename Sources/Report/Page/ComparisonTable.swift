import RunResults

/// A section of the comparison as a table of the page: a row for each configuration, acks=1
/// beside acks=all under each measure.
struct ComparisonTable {
    private let section: ComparisonSection
    private let marks: FlagMarks

    init(_ section: ComparisonSection, marks: FlagMarks) {
        self.section = section
        self.marks = marks
    }

    var table: PageTable {
        let heading = section.heading.prefix(1).uppercased() + section.heading.dropFirst()
        var names = section.labels.map { _ in "" }
        var table = PageTable(
            tableCaption: heading, label: heading, groups: nil,
            headings: section.labels.map {
                PageTable.Heading(title: $0.title, style: $0.isWord ? "word label" : "label")
            })
        table.hasRowNames = !section.labels.isEmpty
        for measure in section.measures {
            names += section.acks.map { _ in measure.title(section.load) }
            table.headings += section.acks.enumerated().map { index, acks in
                let swatch = ["1", "all"].contains(acks) ? "swatch\(acks)" : ""
                return PageTable.Heading(
                    title: "acks=\(acks)", style: index == 0 ? "edge \(swatch)" : swatch)
            }
        }
        table.groups = PageTable.groups(of: names)
        table.rows = section.rows.map { row in
            let name = section.labels.phrases(row.dimensions).joined(separator: ", ")
            return PageTable.Row(
                rowName: name.isEmpty ? nil : name,
                cells: labels(row) + section.measures.flatMap { cells($0, row) })
        }
        return table
    }

    private func labels(_ row: ComparisonSection.Row) -> [PageTable.Cell] {
        zip(section.labels, row.labels).map { setting, text in
            PageTable.Cell(text: text, style: setting.isWord ? "word strong label" : "strong label")
        }
    }

    private func cells(_ measure: Measure, _ row: ComparisonSection.Row) -> [PageTable.Cell] {
        section.acks.enumerated().map { index, acks in
            let style = index == 0 ? "edge" : ""
            guard let summary = row.byAcks[acks] else {
                return PageTable.Cell(text: "", style: style)
            }
            let parts = measure.parts(summary, marks: marks)
            let ratio = acks == "all" ? measure.ratioCell(row, marks: marks) : ""
            return PageTable.Cell(
                text: parts.median, mark: parts.mark.isEmpty ? nil : parts.mark,
                markTitle: marks.names(of: parts.mark), range: parts.range,
                ratio: ratio.isEmpty ? nil : ratio, style: style)
        }
    }
}
