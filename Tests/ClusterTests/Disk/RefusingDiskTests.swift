import Cluster
import Records
import Storage
import Testing

/// A disk that refuses when it is told to.
@Suite struct RefusingDiskTests {
    private func withDisk(_ body: (RefusingDisk) throws -> Void) throws {
        try withTemporaryDirectory { directory in
            let disk = RefusingDisk(FileDisk(root: directory))
            try disk.createDirectory("a")
            try disk.write([1, 2, 3], to: "a/file")
            try body(disk)
        }
    }

    /// The error number of an injected refusal; nil where all went well.
    private func refusal(_ body: () throws -> Void) -> Int32? {
        do { try body() } catch let error as StorageError {
            #expect(RefusingDisk.isInjected(error))
            guard case .disk(_, _, let code) = error else { return 0 }
            return code
        } catch { return 0 }
        return nil
    }

    @Test func aFullDiskTakesNothingAndGivesEverything() throws {
        try withDisk { disk in
            disk.refuse(.noSpace, number: 1)
            let file = try disk.open("a/file", create: true)
            defer { disk.close(file) }
            #expect(refusal { try disk.write([4, 5], at: 0, of: file) } == 28)
            #expect(refusal { _ = try disk.open("a/other", create: true) } == 28)
            #expect(refusal { try disk.createDirectory("b") } == 28)
            #expect(refusal { try disk.sync(file) } == nil)
            #expect(refusal { try disk.truncate(file, to: 2) } == nil)
            let bytes = try disk.bytes(of: "a/file")
            #expect(bytes == [4, 2], "a part of the write is done")
            #expect(refusal { try disk.unlink("a/file") } == nil)
        }
    }

    @Test func aFailingDiskOnlyOpensWhatExists() throws {
        try withDisk { disk in
            let file = try disk.open("a/file", create: false)
            defer { disk.close(file) }
            disk.refuse(.inputOutputError, number: 1)
            let buffer = BatchBuffer(capacity: 8)
            let room = UnsafeMutableRawBufferPointer(start: buffer.base, count: 8)
            #expect(refusal { try disk.write([4], at: 0, of: file) } == 5)
            #expect(refusal { _ = try disk.read(file, at: 0, into: room) } == 5)
            #expect(refusal { try disk.sync(file) } == 5)
            #expect(refusal { try disk.truncate(file, to: 0) } == 5)
            #expect(refusal { try disk.syncDirectory("a") } == 5)
            #expect(refusal { _ = try disk.list("a") } == 5)
            #expect(refusal { try disk.unlink("a/file") } == 5)
            #expect(refusal { try disk.rename("a/file", to: "a/other") } == 5)
            #expect(refusal { disk.close(try disk.open("a/file", create: false)) } == nil)
        }
    }

    @Test func itHealsByNumber() throws {
        try withDisk { disk in
            disk.refuse(.noSpace, number: 1)
            disk.refuse(.inputOutputError, number: 2)
            disk.heal(number: 1)
            #expect(refusal { _ = try disk.list("a") } == 5)
            disk.heal(number: 2)
            #expect(refusal { try disk.write([9], to: "a/file") } == nil)
            let bytes = try disk.bytes(of: "a/file")
            #expect(bytes == [9, 2, 3])
        }
    }

    @Test func anErrorOfTheSystemIsNotInjected() throws {
        try withDisk { disk in
            let error = #expect(throws: StorageError.self) {
                _ = try disk.open("missing/file", create: true)
            }
            #expect(error.map(RefusingDisk.isInjected) == false)
        }
    }
}
