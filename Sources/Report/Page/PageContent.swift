/// What the template of the page shows. Texts are escaped by the template, but for those whose
/// name ends in `HTML` in the comment: they are HTML already.
struct PageContent {
    var version: String
    /// HTML of a `style` element: no text from outside is in it.
    var styleSheet: String
    var workload: String
    /// The question, or the workload's name where it has none.
    var title: String
    /// HTML.
    var answers: [String]
    var facts: String
    /// HTML; nil where no run is flagged.
    var flagNote: String?
    /// Why there are no plots; nil where there are.
    var plotNote: String?
    /// Whether the folder holds comparisons.
    var isComparison: Bool
    var sections: [Section]

    struct Section {
        var id: String
        var heading: String
        /// HTML.
        var paragraphs: [String] = []
        /// HTML.
        var lines: [String] = []
        var tables: [PageTable] = []
        var figures: [Figure] = []
        /// Figures that are folded away at first; nil for none.
        var more: More?

        var hasLines = false
        var hasFigures = false
    }

    struct Figure {
        var caption: String
        /// What figures around it have in common with it; nil for none.
        var context: String?
        /// SVG.
        var picture: String
        var note: String?
    }

    struct More {
        var summary: String
        var figures: [Figure]
    }
}
