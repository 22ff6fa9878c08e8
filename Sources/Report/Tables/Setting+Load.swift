import RunResults

extension Setting {
    /// What records and arrivals are like. Empty in results that were written before.
    static let load: [Setting] = [
        word("values", usual: "fixed") { $0.valueDistribution },
        Setting(
            "compressibility", usual: "0",
            text: { $0.compressibility.map { NumberText.plain($0) } ?? "" }),
        count("headers", usual: "0") { $0.headers },
        Setting(
            "header.size", usual: "",
            text: { $0.headerBytes.map { "\(NumberText.count($0)) B" } ?? "" }),
        word("arrival shape", usual: "") { $0.arrivalShape },
        count("topics", usual: "1") { $0.topics },
        count("idle producers", usual: "0") { $0.idleProducers },
        word("sending", usual: "always") { $0.sending },
    ]

    private static func word(
        _ title: String, usual: String, _ path: @escaping @Sendable (RunDimensions) -> String?
    ) -> Setting {
        Setting(title, isWord: true, usual: usual, text: { path($0) ?? "" })
    }

    private static func count(
        _ title: String, usual: String, _ path: @escaping @Sendable (RunDimensions) -> Int?
    ) -> Setting {
        Setting(title, usual: usual, text: { path($0).map(NumberText.count) ?? "" })
    }
}
