import Cluster
import Storage
import Testing

/// How many bytes a broker's files hold, which bounds how long a run may go on.
@Suite struct FileDiskRoomTests {
    private func write(_ bytes: Int, to path: String, of disk: FileDisk) throws -> DiskFile {
        let file = try disk.open(path, create: true)
        try [UInt8](repeating: 7, count: bytes).withUnsafeBytes {
            try disk.write(file, at: 0, $0)
        }
        return file
    }

    @Test func whatIsRemovedReplacedOrCutTakesNoRoom() throws {
        try withTemporaryDirectory { root in
            let disk = FileDisk(root: root)
            _ = try write(1_000, to: "a", of: disk)
            let b = try write(500, to: "b", of: disk)
            #expect(disk.keptBytes == 1_500)
            try disk.truncate(b, to: 200)
            #expect(disk.keptBytes == 1_200)
            try disk.rename("b", to: "a")
            #expect(disk.keptBytes == 200)
            try disk.unlink("absent")
            #expect(disk.keptBytes == 200)
            try disk.unlink("a")
            #expect(disk.keptBytes == 0)
            #expect(disk.writtenBytes == 1_500)
        }
    }
}
