import CLinux

/// The file system that holds a path.
package struct FileSystemInfo: Hashable, Sendable {
    /// `tmpfs`, `ext4`, `xfs`, `btrfs`, `overlay`, …; the kernel's number in hexadecimal where the
    /// type is not known here.
    package let typeName: String
    /// Bytes that this user may still write.
    package let freeBytes: Int
    package let totalBytes: Int

    /// Whether its files live in memory, so that they cost memory and never reach a disk.
    package var isInMemory: Bool { typeName == "tmpfs" || typeName == "ramfs" }

    /// Asks about the file system that holds `path`, which must exist.
    ///
    /// The corresponding C function is `statfs`.
    package init(holding path: String) throws(PlatformError) {
        var status = weir_file_system()
        _ = try retryingOnInterrupt("stat the file system", path) {
            weir_stat_file_system(path, &status)
        }
        typeName = Self.typeName(magic: status.magic)
        freeBytes = Self.saturatingProduct(status.blocks_available, status.block_bytes)
        totalBytes = Self.saturatingProduct(status.blocks, status.block_bytes)
    }

    /// The name of the file system whose `f_type` is `magic`, by `linux/magic.h`.
    package static func typeName(magic: UInt32) -> String {
        switch magic {
        case 0x0102_1994: "tmpfs"
        case 0x8584_58F6: "ramfs"
        case 0xEF53: "ext4"
        case 0x5846_5342: "xfs"
        case 0x9123_683E: "btrfs"
        case 0x794C_7630: "overlay"
        case 0xF2F5_2010: "f2fs"
        case 0x2FC1_2FC1: "zfs"
        case 0xCA45_1A4E: "bcachefs"
        case 0x6969: "nfs"
        case 0xFF53_4D42, 0xFE53_4D42: "cifs"
        case 0x6573_5546: "fuse"
        case 0x0102_1997: "9p"
        default: "0x" + String(magic, radix: 16)
        }
    }

    /// Some network file systems report blocks beyond what an Int holds in bytes.
    private static func saturatingProduct(_ a: UInt64, _ b: UInt64) -> Int {
        let (product, overflow) = a.multipliedReportingOverflow(by: b)
        return overflow ? .max : Int(clamping: product)
    }
}
