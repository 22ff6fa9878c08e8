import Platform
import Testing

@Suite struct FileSystemInfoTests {
    @Test(
        arguments: [
            (0x0102_1994, "tmpfs"), (0xEF53, "ext4"), (0x5846_5342, "xfs"), (0x9123_683E, "btrfs"),
            (0x794C_7630, "overlay"), (0x1234, "0x1234"),
        ] as [(UInt32, String)])
    func namesTypes(magic: UInt32, name: String) {
        #expect(FileSystemInfo.typeName(magic: magic) == name)
    }

    @Test func describesWhatHoldsAPath() throws {
        try withTemporaryDirectory { directory in
            let info = try FileSystemInfo(holding: directory)
            #expect(info.totalBytes > 0)
            #expect((0...info.totalBytes).contains(info.freeBytes))
            #expect(info.isInMemory == ["tmpfs", "ramfs"].contains(info.typeName))
        }
    }

    @Test func procIsNoFileSystemForLogs() throws {
        let info = try FileSystemInfo(holding: "/proc")
        #expect(info.typeName == "0x9fa0")
        #expect(info.freeBytes == 0)
    }

    @Test func aMissingPathIsAnError() {
        let error = #expect(throws: PlatformError.self) {
            try FileSystemInfo(holding: "/nowhere/at/all")
        }
        #expect(error?.isMissing == true)
    }
}
