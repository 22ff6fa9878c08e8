import Glibc
import Platform
import SystemPackage
import Testing

@Suite struct FileHandleTests {
    @Test func readsBackWhatWasWrittenAtPositions() throws {
        try withTemporaryDirectory { directory in
            let file = try FileHandle(opening: directory + "/log", .createNew)
            try write([1, 2, 3], to: file, at: 0)
            try write([9, 8], to: file, at: 1)
            #expect(try read(file, count: 3, at: 0) == [1, 9, 8])
            #expect(try file.byteCount() == 3)
        }
    }

    @Test func aGapReadsAsZeros() throws {
        try withTemporaryDirectory { directory in
            let file = try FileHandle(opening: directory + "/log", .create)
            try write([7], to: file, at: 5)
            #expect(try read(file, count: 6, at: 0) == [0, 0, 0, 0, 0, 7])
        }
    }

    @Test func readsFewerBytesOnlyAtTheEnd() throws {
        try withTemporaryDirectory { directory in
            let file = try FileHandle(opening: directory + "/log", .create)
            try write([1, 2, 3, 4], to: file, at: 0)
            #expect(try read(file, count: 100, at: 2) == [3, 4])
            #expect(try read(file, count: 100, at: 4) == [])
            #expect(try read(file, count: 100, at: 400) == [])
            #expect(try read(file, count: 0, at: 0) == [])
        }
    }

    @Test func writesManyBytesWhole() throws {
        try withTemporaryDirectory { directory in
            let file = try FileHandle(opening: directory + "/log", .create)
            let bytes = (0..<(5 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            try write(bytes, to: file, at: 3)
            try file.synchronizeData()
            try file.synchronize()
            #expect(try read(file, count: bytes.count, at: 3) == bytes)
        }
    }

    @Test func truncatesAndLengthens() throws {
        try withTemporaryDirectory { directory in
            let file = try FileHandle(opening: directory + "/log", .create)
            try write([1, 2, 3], to: file, at: 0)
            try file.truncate(to: 1)
            #expect(try read(file, count: 9, at: 0) == [1])
            try file.truncate(to: 3)
            #expect(try read(file, count: 9, at: 0) == [1, 0, 0])
        }
    }

    @Test func createKeepsAndReplaceEmptiesWhatIsThere() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/log"
            try PlatformTests.write("abc", to: path)
            #expect(try FileHandle(opening: path, .create).byteCount() == 3)
            #expect(try FileHandle(opening: path, .readWrite).byteCount() == 3)
            #expect(try FileHandle(opening: path, .replace).byteCount() == 0)
        }
    }

    @Test func createNewRefusesAFileThatIsThere() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/log"
            try PlatformTests.write("abc", to: path)
            let error = #expect(throws: PlatformError.self) {
                _ = try FileHandle(opening: path, .createNew).byteCount()
            }
            #expect(error?.errno == .fileExists)
        }
    }

    @Test func aMissingFileIsMissing() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/none"
            let error = #expect(throws: PlatformError.self) {
                _ = try FileHandle(opening: path, .read).byteCount()
            }
            #expect(error?.isMissing == true)
            #expect(error?.description == "\(path): cannot open: No such file or directory")
        }
    }

    @Test func aHandleForReadingCannotWrite() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/log"
            try PlatformTests.write("abc", to: path)
            let file = try FileHandle(opening: path, .read)
            let error = error { () throws(PlatformError) in
                try write([1], to: file, at: 0)
            }
            #expect(error?.errno == .badFileDescriptor)
        }
    }

    @Test func aFullDeviceIsOutOfSpaceAndSaysWhere() throws {
        let file = try FileHandle(opening: "/dev/full", .readWrite)
        let error = error { () throws(PlatformError) in try write([1], to: file, at: 40) }
        #expect(error?.isOutOfSpace == true)
        #expect(
            error?.description == "/dev/full: cannot write at 40: No space left on device")
    }

    @Test func aDirectoryCannotBeOpenedForWriting() throws {
        try withTemporaryDirectory { directory in
            let error = #expect(throws: PlatformError.self) {
                _ = try FileHandle(opening: directory, .readWrite).byteCount()
            }
            #expect(error?.errno == .isDirectory)
        }
    }

    /// A write that the kernel cuts short must be continued, not taken for a whole one: the rest
    /// then meets the limit on the file's size.
    @Test func continuesAShortWrite() async {
        await #expect(processExitsWith: .success) {
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 10, rlim_max: 10)
            setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
            try withTemporaryDirectory { directory in
                let file = try FileHandle(opening: directory + "/log", .create)
                let error = error { () throws(PlatformError) in
                    try write([UInt8](repeating: 1, count: 20), to: file, at: 0)
                }
                try #require(error?.errno == .fileTooLarge)
                try #require(try file.byteCount() == 10)
            }
        }
    }

    /// Handles that end by their scope or by `close()` give their descriptors back.
    @Test func leaksNoDescriptor() async {
        await #expect(processExitsWith: .success) {
            var limit = rlimit(rlim_cur: 64, rlim_max: 64)
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            for _ in 0..<100 {
                let file = try FileHandle(opening: "/dev/null", .read)
                try file.close()
                _ = try FileHandle(opening: "/dev/null", .read).byteCount()
            }
        }
    }

    @Test func runningOutOfDescriptorsIsTold() async {
        await #expect(processExitsWith: .success) {
            var limit = rlimit(rlim_cur: 0, rlim_max: 0)
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            let error = error { () throws(PlatformError) in
                _ = try FileHandle(opening: "/dev/null", .read).byteCount()
            }
            try #require(error?.isOutOfDescriptors == true)
        }
    }

    @Test func anInterruptedCallIsRepeated() throws {
        var calls = 0
        let result = try retryingOnInterrupt("read", "here") {
            calls += 1
            errno = EINTR
            return calls < 3 ? -1 : 5
        }
        #expect(result == 5)
        #expect(calls == 3)
    }
}

private func write(
    _ bytes: [UInt8], to file: borrowing FileHandle, at position: Int
) throws(PlatformError) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    defer { buffer.deallocate() }
    buffer.copyBytes(from: bytes)
    try file.write(UnsafeRawBufferPointer(buffer), at: position)
}

private func read(
    _ file: borrowing FileHandle, count: Int, at position: Int
) throws(PlatformError) -> [UInt8] {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
    defer { buffer.deallocate() }
    return Array(buffer.prefix(try file.read(into: buffer, at: position)))
}

/// The error that `body` throws: a handle may not be captured by the closure of `#expect`.
private func error(_ body: () throws(PlatformError) -> Void) -> PlatformError? {
    do {
        try body()
        return nil
    } catch {
        return error
    }
}
