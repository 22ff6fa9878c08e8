// swift-tools-version: 6.2
import PackageDescription

/// Every target is held to these: warnings are errors, existentials are spelled, and an import
/// is visible only where it is written.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
    // Tests switch bugs on to see that they are caught; what is released knows none of them.
    .define("PLANTED_BUGS", .when(configuration: .debug)),
    // Every object has one owner at a time. Checking that at run time would cost more than half of
    // a broker's step; what builds for debugging check, and tests run with, is left out here.
    .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
]

/// A Swift module of this package. `Sources/ARCHITECTURE.md` draws the arrows.
func module(
    _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = [],
    resources: [Resource] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, exclude: exclude, resources: resources,
        swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// A system library found by pkg-config; `make setup` installs what is missing.
func library(_ name: String, pkgConfig: String, apt: String) -> Target {
    .systemLibrary(
        name: name, path: "Sources/CLibraries/\(name)", pkgConfig: pkgConfig,
        providers: [.apt([apt])])
}

let deque: Target.Dependency = .product(name: "DequeModule", package: "swift-collections")
let heap: Target.Dependency = .product(name: "HeapModule", package: "swift-collections")
let histogram: Target.Dependency = .product(name: "Histogram", package: "hdrhistogram-swift")

let package = Package(
    name: "weir",
    products: [
        .executable(name: "weir", targets: ["weir"]),
        .executable(name: "weir-microbench", targets: ["weir-microbench"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", exact: "0.2.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/ordo-one/TextTable", exact: "0.0.2"),
    ],
    targets: [
        library("CISAL", pkgConfig: "libisal", apt: "libisal-dev"),
        library("CLZ4", pkgConfig: "liblz4", apt: "liblz4-dev"),
        library("CZstd", pkgConfig: "libzstd", apt: "libzstd-dev"),
        .target(name: "CJemalloc", path: "Sources/CLibraries/CJemalloc"),
        .target(name: "CLinux", path: "Sources/CLibraries/CLinux"),
        .target(name: "CProcessor", path: "Sources/CLibraries/CProcessor"),

        module("Records", ["CISAL", "CLZ4", "CProcessor", "CZstd"]),
        module("Faults", ["Records"]),
        module("Messages", ["Records"]),
        module("ConsumerGroups", ["Records", "Messages"]),
        module("Storage", ["Records"]),
        module("Replication", ["Records"]),
        module(
            "Brokers",
            ["Records", "Messages", "ConsumerGroups", "Storage", "Replication", deque]),
        module("Client", ["Records", "Messages", "ConsumerGroups", deque, heap]),
        module(
            "Simulation",
            [
                "Records", "Faults", "Messages", "ConsumerGroups", "Storage", "Replication",
                "Brokers", "Client", deque, heap,
            ]),
        module(
            "Platform",
            ["CLinux", .product(name: "SystemPackage", package: "swift-system")]),
        module(
            "Cluster",
            [
                "Records", "Faults", "Messages", "Storage", "Replication", "Brokers", "Client",
                "Platform", deque, heap,
            ]),

        module("RunResults", ["Records", histogram]),
        module(
            "Workloads",
            ["Records", "Faults", "RunResults", .product(name: "Yams", package: "Yams")]),
        module("Comparisons", ["Records", "RunResults"]),
        module("Measurement", ["RunResults", "Platform", "CJemalloc"]),
        module("Checker", ["Records"], exclude: ["HISTORY.md"]),
        module("LoadGenerator", ["Records", "Faults", "Workloads", "RunResults", "Checker"]),
        module(
            "Targets",
            [
                "Records", "Workloads", "RunResults", "Checker", "Client", "Cluster",
                "Measurement", "LoadGenerator", "Platform", "Messages", "Faults", "Simulation",
                "Storage", "Brokers",
            ]),
        module("Planner", ["Records", "RunResults"]),
        module(
            "Report",
            [
                "Records", "RunResults", "Comparisons", "Checker", "Planner",
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "TextTable", package: "TextTable"),
            ],
            resources: [
                .embedInCode("Page/Templates/page.mustache"),
                .embedInCode("Page/Templates/page.css"),
            ]),

        .executableTarget(
            name: "weir",
            dependencies: [
                "Records", "Faults", "Simulation", "Workloads", "RunResults", "Comparisons",
                "Checker", "LoadGenerator", "Targets", "Planner", "Report", "Measurement",
                "Platform",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings,
            linkerSettings: [.linkedLibrary("jemalloc")]),

        module(
            "MicroBenchmarks",
            [
                "Records", "Messages", "Storage", "Brokers", "Client", "Platform", "Cluster",
                "Workloads", "RunResults", "Measurement", "Checker", "LoadGenerator", "Targets",
            ]),
        .executableTarget(
            name: "weir-microbench",
            dependencies: [
                "MicroBenchmarks",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings,
            linkerSettings: [.linkedLibrary("jemalloc")]),

        // Implementations by others that tests compare with.
        .target(name: "TestOracles", path: "Tests/Oracles", swiftSettings: settings),
        tests("RecordsTests", ["Records", "TestOracles"]),
        tests("FaultsTests", ["Records", "Faults"]),
        tests("SimulationTests", ["Records", "Simulation"]),
        tests(
            "ConsumerGroupsTests", ["Records", "Messages", "ConsumerGroups", "TestOracles"]),
        tests("StorageTests", ["Records", "Storage"]),
        tests("ReplicationTests", ["Records", "Replication"]),
        tests(
            "BrokersTests",
            [
                "Records", "Messages", "ConsumerGroups", "Storage", "Replication", "Brokers",
                "Client",
            ]),
        tests("ClientTests", ["Records", "Messages", "ConsumerGroups", "Client"]),
        tests(
            "ClusterTests",
            [
                "Records", "Faults", "Messages", "Storage", "Brokers", "Client", "Platform",
                "Cluster", "weir-crash-child",
            ]),
        // A process that the tests of Cluster kill.
        .executableTarget(
            name: "weir-crash-child",
            dependencies: ["Records", "Messages", "Client", "Platform", "Cluster"],
            path: "Tests/CrashChild", swiftSettings: settings),
        tests("WorkloadsTests", ["Records", "Faults", "RunResults", "Workloads"]),
        tests("RunResultsTests", ["RunResults"]),
        tests("ComparisonsTests", ["Records", "RunResults", "Comparisons"]),
        tests("CheckerTests", ["Records", "Checker"]),
        tests(
            "TargetsTests",
            [
                "Records", "Faults", "Messages", "Brokers", "Client", "Simulation", "Workloads",
                "RunResults", "Checker", "LoadGenerator", "Targets", "Platform",
            ]),
        tests("PlannerTests", ["Records", "RunResults", "Planner"]),
        tests(
            "ReportTests",
            ["Records", "RunResults", "Comparisons", "Checker", "Planner", "Report"]),
        tests("MeasurementTests", ["RunResults", "Measurement", "Platform"]),
        tests(
            "PlatformTests",
            ["Platform", .product(name: "SystemPackage", package: "swift-system")]),
        tests(
            "LoadGeneratorTests",
            ["Records", "Faults", "Workloads", "RunResults", "Checker", "LoadGenerator"]),
        tests("MicroBenchmarksTests", ["MicroBenchmarks"]),
        tests("TidyTests", []),
    ]
)
