import Testing

@Suite struct ArchitectureTests {
    private let map: ArchitectureMap

    init() throws {
        let text = try #require(try Repository.text(of: ArchitectureMap.path))
        map = ArchitectureMap(parsing: text)
    }

    @Test func theMapNamesEveryFolderAndNoOther() {
        let folders = Repository.folders(in: "Sources")
        #expect(!folders.isEmpty)
        #expect(map.rows.map(\.module).sorted() == folders)
    }

    @Test func theMapNamesEveryLibrary() throws {
        let text = try #require(try Repository.text(of: ArchitectureMap.path))
        let folders = Repository.folders(in: "Sources/CLibraries")
        #expect(!folders.isEmpty)
        #expect(folders.filter { !text.contains("`\($0)`") } == [])
    }

    @Test func arrowsRunToRowsAbove() {
        let modules = map.rows.map(\.module)
        var upward: [String] = []
        for (index, row) in map.rows.enumerated() {
            for name in row.imports where modules[index...].contains(name) {
                upward.append("\(row.module) imports \(name)")
            }
        }
        #expect(upward == [])
    }

    @Test func everyImportIsOnTheMap() throws {
        var violations: [String] = []
        for path in Repository.swiftFiles(below: "Sources/") {
            let module = String(path.split(separator: "/")[1])
            let allowed = (map.imports(of: module) ?? []) + ["Synchronization"]
            let text = try #require(try Repository.text(of: path))
            for name in ArchitectureMap.imports(in: text) where !allowed.contains(name) {
                violations.append("\(path): \(module) may not import \(name)")
            }
        }
        #expect(violations == [])
    }

    /// What the design rests on, whatever the map comes to say.
    @Test(arguments: [
        (
            [
                "Records", "Messages", "ConsumerGroups", "Storage", "Replication", "Brokers",
                "Client", "Checker",
            ],
            ["Foundation", "Glibc", "Platform", "Measurement"]
        ),
        (["Cluster"], ["Foundation", "Measurement", "LoadGenerator", "Checker"]),
        (["Checker"], ["Messages", "Storage", "Replication", "Brokers", "Client", "Cluster"]),
        (["Platform"], ["Foundation", "Records"]),
        (["Planner", "RunResults"], ["Platform", "Cluster", "Measurement"]),
    ])
    func theMapKeepsApart(modules: [String], forbidden: [String]) throws {
        for module in modules {
            let imports = try #require(map.imports(of: module))
            #expect(imports.filter(forbidden.contains) == [], "\(module)")
        }
    }

    /// Swift's qualified lookup breaks on a type with the name of its module.
    @Test func noTypeBearsTheNameOfAModule() throws {
        let modules = Set(map.rows.map(\.module))
        let kinds: Set<Substring> = ["struct", "class", "enum", "actor", "protocol", "typealias"]
        var violations: [String] = []
        for path in Repository.swiftFiles(below: "Sources/") {
            let text = try #require(try Repository.text(of: path))
            for line in text.split(separator: "\n") {
                let words = line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
                for (kind, name) in zip(words, words.dropFirst()) {
                    if kinds.contains(kind), modules.contains(String(name)), !line.contains("//") {
                        violations.append("\(path): \(line)")
                    }
                }
            }
        }
        #expect(violations == [])
    }

    @Test func readsATable() {
        let text = """
            | module | what | may import |
            |---|---|---|
            | `A` | one, with `Some` type | – |
            | `B` | two | `A`, `Yams` |
            | other | table | `A` |
            """
        #expect(
            ArchitectureMap(parsing: text).rows == [
                .init(module: "A", imports: []), .init(module: "B", imports: ["A", "Yams"]),
            ])
    }

    @Test(arguments: [
        ("import A", "A"), ("package import A", "A"), ("internal import A.B", "A"),
        ("@testable import A", "A"), ("import struct A.B", "A"),
        ("@preconcurrency package import A", "A"),
    ])
    func readsAnImport(line: String, module: String) {
        #expect(ArchitectureMap.imports(in: "// import X\n\(line)\nlet a = 1") == [module])
    }
}
