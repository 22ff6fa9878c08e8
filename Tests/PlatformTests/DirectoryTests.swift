import Glibc
import Platform
import SystemPackage
import Testing

@Suite struct DirectoryTests {
    @Test func createsWhatIsMissingAboveAndIsContentWithWhatIsThere() throws {
        try withTemporaryDirectory { directory in
            try Directory.create(directory + "/a/b/c")
            try Directory.create(directory + "/a/b/c")
            #expect(try Directory.list(directory + "/a/b") == ["c"])
        }
    }

    @Test(arguments: ["/file", "/file/below"])
    func aFileInTheWayIsAnError(name: String) throws {
        try withTemporaryDirectory { directory in
            try write("x", to: directory + "/file")
            let error = #expect(throws: PlatformError.self) {
                try Directory.create(directory + name)
            }
            #expect([.fileExists, .notDirectory].contains(error?.errno))
        }
    }

    @Test func anEmptyPathIsAnError() {
        #expect(throws: PlatformError.self) { try Directory.create("") }
    }

    @Test func listsNamesSorted() throws {
        try withTemporaryDirectory { directory in
            #expect(try Directory.list(directory) == [])
            for name in ["b", ".hidden", "c", "a", "ünicode"] {
                try write("", to: Directory.path(directory, name))
            }
            #expect(try Directory.list(directory) == [".hidden", "a", "b", "c", "ünicode"])
        }
    }

    @Test func listingAMissingDirectoryFails() throws {
        try withTemporaryDirectory { directory in
            let error = #expect(throws: PlatformError.self) {
                try Directory.list(directory + "/none")
            }
            #expect(error?.isMissing == true)
        }
    }

    @Test func uniqueDirectoriesDiffer() throws {
        try withTemporaryDirectory { directory in
            let first = try Directory.createUnique(prefix: "run-", in: directory)
            let second = try Directory.createUnique(prefix: "run-", in: directory)
            #expect(first != second)
            #expect(first.hasPrefix(directory + "/run-"))
            #expect(try Directory.list(directory).count == 2)
        }
    }

    /// A tree is removed with all it holds, but a link in it is removed, not followed.
    @Test func removesATreeAndNothingBeyondIt() throws {
        try withTemporaryDirectory { directory in
            try Directory.create(directory + "/tree/deep/er")
            try write("x", to: directory + "/tree/deep/er/file")
            try Directory.create(directory + "/kept")
            try write("x", to: directory + "/kept/file")
            #expect(symlink(directory + "/kept", directory + "/tree/link") == 0)
            try Directory.removeTree(directory + "/tree")
            #expect(try Directory.list(directory) == ["kept"])
            #expect(FileSystem.exists(directory + "/kept/file"))
        }
    }

    @Test func removingWhatIsNotThereIsFine() throws {
        try withTemporaryDirectory { directory in
            try Directory.removeTree(directory + "/none")
            #expect(try Directory.list(directory) == [])
        }
    }

    @Test func synchronizesDirectoriesOnly() throws {
        try withTemporaryDirectory { directory in
            try Directory.synchronize(directory)
            try write("x", to: directory + "/file")
            let error = #expect(throws: PlatformError.self) {
                try Directory.synchronize(directory + "/file")
            }
            #expect(error?.errno == .notDirectory)
        }
    }

    @Test func renamesInPlaceOfAnotherFile() throws {
        try withTemporaryDirectory { directory in
            try write("new", to: directory + "/new")
            try write("old", to: directory + "/old")
            try FileSystem.rename(directory + "/new", to: directory + "/old")
            #expect(try Directory.list(directory) == ["old"])
            #expect(try FileSystem.text(of: directory + "/old") == "new")
            let error = #expect(throws: PlatformError.self) {
                try FileSystem.rename(directory + "/new", to: directory + "/old")
            }
            #expect(error?.isMissing == true)
        }
    }

    @Test func unlinksFilesOnce() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/file"
            try write("x", to: path)
            #expect(FileSystem.exists(path))
            try FileSystem.unlink(path)
            #expect(!FileSystem.exists(path))
            let error = #expect(throws: PlatformError.self) { try FileSystem.unlink(path) }
            #expect(error?.description == "\(path): cannot remove: No such file or directory")
        }
    }

    @Test(arguments: [0, 1, 16_383, 16_384, 16_385, 100_000])
    func readsTextOfAnyLength(byteCount: Int) throws {
        try withTemporaryDirectory { directory in
            let text = String(repeating: "x", count: byteCount)
            try write(text, to: directory + "/file")
            #expect(try FileSystem.text(of: directory + "/file") == text)
        }
    }

    @Test func writesAFileSystemBack() throws {
        try withTemporaryDirectory { directory in
            try FileSystem.synchronizeAll(holding: directory)
            #expect(throws: PlatformError.self) {
                try FileSystem.synchronizeAll(holding: directory + "/none")
            }
        }
    }
}
