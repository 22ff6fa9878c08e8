import Planner

/// A refusal for people: every constraint that cannot be met, and what would help.
struct RefusalMarkdown {
    let refusal: Refusal

    init(_ refusal: Refusal) { self.refusal = refusal }

    var text: String {
        var page = MarkdownPage()
        page.paragraph(refusal.source.sentence)
        let count = refusal.excuses.count
        page.heading(
            1, "No plan: \(Figure.count(count, "constraint")) cannot be met")
        page.paragraph(refusal.request.sentence)
        page.table(
            ["constraint", "asked", "available", "why", "what would help"],
            refusal.excuses.map {
                [
                    $0.constraint.rawValue, $0.unit.text($0.demanded), $0.unit.text($0.available),
                    $0.reason, $0.help,
                ]
            })
        return page.text
    }
}
