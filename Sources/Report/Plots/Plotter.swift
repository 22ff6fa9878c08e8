import Foundation

/// Draws plots: by gnuplot, where it is installed.
struct Plotter: Sendable {
    /// What became of the plots of a bench.
    enum Outcome: Equatable {
        /// The pictures, one for each plot.
        case drawn([SVGImage])
        /// Why there are none, as a clause.
        case missing(reason: String)
    }

    /// Answers what gnuplot printed for a script, or why it did not.
    let run: @Sendable (String) -> Result<String, Failure>

    struct Failure: Error, Equatable {
        var reason: String
    }

    /// The gnuplot that the search path leads to.
    static let gnuplot = Plotter { script in
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return run(script, program: "gnuplot", searchPath: path)
    }

    func draw(_ plots: [Plot]) -> Outcome {
        guard !plots.isEmpty else { return .drawn([]) }
        switch run(PlotSheet.script(plots)) {
        case .failure(let failure):
            return .missing(reason: failure.reason)
        case .success(let text):
            let pages = text.components(separatedBy: "<?xml").dropFirst()
            guard pages.count == plots.count else {
                return .missing(
                    reason: "gnuplot drew \(pages.count) plots where \(plots.count) were asked for")
            }
            return .drawn(
                zip(plots, pages).map { plot, page in
                    SVGImage(drawn: page, title: plot.title, name: "\(plot.name)-")
                })
        }
    }

    /// Runs the program of that name with `script` as its standard input.
    static func run(
        _ script: String, program: String, searchPath: String
    ) -> Result<String, Failure> {
        let folders = searchPath.split(separator: ":").map(String.init)
        guard
            let path = folders.map({ "\($0)/\(program)" }).first(where: {
                Files.kind(of: $0) == .file && access($0, X_OK) == 0
            })
        else { return .failure(Failure(reason: "\(program) is not installed")) }
        do {
            return try run(script, path: path)
        } catch {
            return .failure(Failure(reason: "\(path) could not be run"))
        }
    }

    /// Files rather than pipes stand between the two: neither waits for the other.
    private static func run(_ script: String, path: String) throws -> Result<String, Failure> {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("weir-plots-\(UUID().uuidString)").path
        try Files.makeFolders(folder)
        defer { Files.removeTree(folder) }
        let names = ["script", "drawn", "errors"].map { "\(folder)/\($0)" }
        try Files.write(script, to: names[0])
        for name in names.dropFirst() { try Files.write("", to: name) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        // Whatever the user's own settings say, plots look as they should.
        process.arguments = ["-d", "-"]
        process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: names[0]))
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: names[1]))
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: names[2]))
        try process.run()
        process.waitUntilExit()
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            let said = String(decoding: try Files.read(names[2]), as: UTF8.self)
                .split(whereSeparator: \.isNewline)
                .map { $0.trimmingCharacters(in: .whitespaces) }
                .last { !$0.isEmpty && !$0.allSatisfy { $0 == "^" } }
            return .failure(Failure(reason: "gnuplot failed: \(said ?? "it says nothing")"))
        }
        return .success(String(decoding: try Files.read(names[1]), as: UTF8.self))
    }
}
