import RunResults

extension RunEnvironment {
    /// The machine, the build and the place of the data, a line each, for people.
    var summaryLines: [String] {
        let cpu = cpuModel.isEmpty ? "unknown CPU" : cpuModel
        let system = [operatingSystem, kernel, architecture].filter { !$0.isEmpty }
        return [
            "Machine: \(cpus) × \(cpu), \(NumberText.bytes(Double(memoryBytes))) of memory, "
                + system.joined(separator: ", "),
            "Build: weir \(weirVersion), \(buildMode), Swift \(swiftVersion), "
                + "allocator \(allocator)",
            "Data: \(dataFileSystem), \(NumberText.bytes(Double(dataDirectoryFreeBytes))) free; "
                + "one core appends \(Self.ceiling(appendCeilingBytesPerSecond)) there, and "
                + "encodes, checks, writes and reads \(Self.ceiling(pathCeilingBytesPerSecond))",
        ]
    }

    /// The same on one line, as short as it goes.
    var shortLine: String {
        let parts = [
            "\(cpus) × \(cpuModel.isEmpty ? "unknown CPU" : cpuModel)", "data on \(dataFileSystem)",
            "one core appends \(Self.ceiling(appendCeilingBytesPerSecond)) there",
            "\(buildMode) build",
        ]
        return parts.joined(separator: ", ")
    }

    private static func ceiling(_ bytesPerSecond: Double) -> String {
        bytesPerSecond > 0 ? "\(NumberText.bytes(bytesPerSecond))/s" : "n/a"
    }
}
