package import Platform

/// What a data directory can hold, found out before anything is measured in it.
package struct Preflight: Hashable, Sendable {
    package let fileSystem: FileSystemInfo
    /// The bytes at which a run must stop.
    package let byteCap: Int
    /// How many files the process may now have open.
    package let openFilesLimit: Int

    /// Less free space than this and no run is worth its start.
    package static let freeBytesMinDefault = 256_000_000

    /// Creates `dataDirectory` where it is missing, makes sure that files can be written there and
    /// that it can hold `freeBytesMin`, and raises the limit on open files as far as is allowed.
    package static func check(
        dataDirectory: String, freeBytesMin: Int = freeBytesMinDefault
    ) throws(MeasurementError) -> Preflight {
        let (fileSystem, memory, openFiles) = try onPlatform { () throws(PlatformError) in
            try Directory.create(dataDirectory)
            try writeAndRemove(in: dataDirectory)
            return (
                try FileSystemInfo(holding: dataDirectory), try availableMemoryBytes(),
                try OpenFilesLimit.raise()
            )
        }
        let cap = byteCap(fileSystem: fileSystem, availableMemoryBytes: memory)
        if cap < freeBytesMin {
            throw .unfit(
                place: dataDirectory,
                value: "\(ByteText.text(cap)) may be written to this \(fileSystem.typeName)",
                expected: "at least \(ByteText.text(freeBytesMin))")
        }
        return Preflight(fileSystem: fileSystem, byteCap: cap, openFilesLimit: openFiles)
    }

    /// The lesser of the free bytes and, where files live in memory, half the available memory.
    package static func byteCap(
        fileSystem: FileSystemInfo, availableMemoryBytes: Int
    ) -> Int {
        fileSystem.isInMemory
            ? min(fileSystem.freeBytes, availableMemoryBytes / 2) : fileSystem.freeBytes
    }

    /// Memory that this process may still take: the system's, or its container's if that is less.
    private static func availableMemoryBytes() throws(PlatformError) -> Int {
        let available = try MemoryInfo.current().availableBytes
        return min(available, ProcessMemory.containerHeadroomBytes() ?? .max)
    }

    private static func writeAndRemove(in directory: String) throws(PlatformError) {
        let folder = try Directory.createUnique(prefix: "preflight-", in: directory)
        try Directory.removeTree(folder)
    }
}
