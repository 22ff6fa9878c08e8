import Cluster
import Records
import Storage
import Testing

/// A disk whose descriptors are fewer than its files.
@Suite struct DescriptorCacheTests {
    private func put(_ text: String, _ file: DiskFile, at position: Int, _ disk: FileDisk) throws {
        try Array(text.utf8).withUnsafeBytes { try disk.write(file, at: position, $0) }
    }

    private func text(_ file: DiskFile, _ disk: FileDisk) throws -> String {
        let buffer = BatchBuffer(capacity: 100)
        let room = UnsafeMutableRawBufferPointer(start: buffer.base, count: 100)
        return String(decoding: room.prefix(try disk.read(file, at: 0, into: room)), as: UTF8.self)
    }

    @Test func manyFilesShareAFewDescriptors() throws {
        try withTemporaryDirectory { directory in
            let disk = FileDisk(root: directory, openFilesMax: 5)
            let files = try (0..<60).map { try disk.open("file-\($0)", create: true) }
            #expect(disk.openDescriptors == 5)
            for round in 0..<3 {
                for (number, file) in files.enumerated() {
                    try put("\(number)", file, at: round * 2, disk)
                    #expect(disk.openDescriptors <= 5)
                }
            }
            for (number, file) in files.enumerated() {
                #expect(try text(file, disk).hasPrefix("\(number)"))
                try disk.sync(file)
                #expect(try disk.size(of: file) >= 5)
            }
            for file in files { disk.close(file) }
            #expect(disk.openDescriptors == 0)
        }
    }

    /// What is open stays readable when its name goes, and what has another is found under that.
    @Test func namesMayChangeWhileAFileIsNotOpen() throws {
        try withTemporaryDirectory { directory in
            let disk = FileDisk(root: directory, openFilesMax: 2)
            let removed = try disk.open("removed", create: true)
            let replaced = try disk.open("replaced", create: true)
            let moved = try disk.open("moved", create: true)
            let twice = try disk.open("removed", create: false)
            for (text, file) in [("removed", removed), ("old", replaced), ("new", moved)] {
                try put(text, file, at: 0, disk)
            }
            for number in 0..<4 { disk.close(try disk.open("other-\(number)", create: true)) }
            try disk.unlink("removed")
            try disk.rename("moved", to: "replaced")
            for number in 0..<9 { disk.close(try disk.open("other-\(number)", create: true)) }
            #expect(try text(removed, disk) == "removed")
            #expect(try text(twice, disk) == "removed")
            #expect(try text(replaced, disk) == "old")
            #expect(try text(moved, disk) == "new")
            let again = try disk.open("replaced", create: false)
            #expect(try text(again, disk) == "new")
            for file in [removed, replaced, moved, twice, again] { disk.close(file) }
            #expect(disk.openDescriptors == 0)
        }
    }
}
