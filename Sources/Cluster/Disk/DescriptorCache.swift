import Platform
import Storage

/// The descriptors of one disk's files: a bounded number is open, those not used lately are closed
/// and opened again when they are wanted.
///
/// A file that has lost its name stays open, since nothing would lead back to it.
struct DescriptorCache {
    private let root: String
    private let openMax: Int
    /// Files that are open as their user sees it, by number.
    private var files: [CachedFile?] = []
    private var freeNumbers: [Int32] = []
    /// The latest file under each path; others hang on it. Looked up only.
    private var numbers: [String: Int32] = [:]
    /// Descriptors that are open.
    private(set) var openCount = 0
    /// Where the search for one to close goes on.
    private var hand = 0

    private final class CachedFile {
        var path: String
        var descriptor: OpenDescriptor?
        var wasUsed = true
        /// The next file under the same path; −1 for none.
        var next: Int32 = -1
        /// Whether no path leads to it any more.
        var isNameless = false

        init(path: String) { self.path = path }
    }

    init(root: String, openMax: Int) {
        self.root = root
        self.openMax = max(openMax, 1)
    }

    private func cached(_ file: DiskFile) -> CachedFile {
        guard let found = files[Int(file.rawValue)] else {
            preconditionFailure("a closed file was used")
        }
        return found
    }

    func path(of file: DiskFile) -> String { cached(file).path }

    /// The file's descriptor, if it is open.
    func open(_ file: DiskFile) -> OpenDescriptor? {
        let cached = cached(file)
        cached.wasUsed = true
        return cached.descriptor
    }

    /// Opens the file's descriptor again.
    mutating func reopen(_ file: DiskFile) throws(PlatformError) -> OpenDescriptor {
        try open(cached(file), .readWrite)
    }

    private mutating func open(
        _ file: CachedFile, _ mode: FileMode
    ) throws(PlatformError) -> OpenDescriptor {
        if openCount >= openMax { closeOne() }
        let descriptor = OpenDescriptor(try FileHandle(opening: root + "/" + file.path, mode))
        file.descriptor = descriptor
        file.wasUsed = true
        openCount += 1
        return descriptor
    }

    /// Closes a descriptor that was not used since the search came by last.
    private mutating func closeOne() {
        for _ in 0..<files.count * 2 {
            hand = hand + 1 < files.count ? hand + 1 : 0
            guard let file = files[hand], file.descriptor != nil, !file.isNameless else {
                continue
            }
            if file.wasUsed {
                file.wasUsed = false
            } else {
                file.descriptor = nil
                openCount -= 1
                return
            }
        }
    }

    /// Opens a file anew.
    mutating func add(_ path: String, _ mode: FileMode) throws(PlatformError) -> DiskFile {
        let file = CachedFile(path: path)
        _ = try open(file, mode)
        let number = freeNumbers.popLast() ?? Int32(files.count)
        if Int(number) == files.count { files.append(nil) }
        files[Int(number)] = file
        file.next = numbers.updateValue(number, forKey: path) ?? -1
        return DiskFile(rawValue: number)
    }

    mutating func remove(_ file: DiskFile) {
        let cached = cached(file)
        if !cached.isNameless { unchain(file.rawValue, cached) }
        if cached.descriptor != nil { openCount -= 1 }
        files[Int(file.rawValue)] = nil
        freeNumbers.append(file.rawValue)
    }

    private mutating func unchain(_ number: Int32, _ file: CachedFile) {
        guard let first = numbers[file.path] else { return }
        if first == number {
            numbers[file.path] = file.next < 0 ? nil : file.next
            return
        }
        var place = first
        while place >= 0, let other = files[Int(place)] {
            if other.next == number { other.next = file.next }
            place = other.next
        }
    }

    mutating func removeAll() {
        files = []
        freeNumbers = []
        numbers = [:]
        openCount = 0
    }

    /// Sees to it that files under a path stay readable when the path goes: opens those whose
    /// descriptors are closed, and never closes them again.
    mutating func keep(_ path: String) throws(PlatformError) {
        var place = numbers[path] ?? -1
        while place >= 0, let file = files[Int(place)] {
            if file.descriptor == nil { _ = try open(file, .readWrite) }
            place = file.next
        }
        place = numbers.removeValue(forKey: path) ?? -1
        while place >= 0, let file = files[Int(place)] {
            file.isNameless = true
            place = file.next
        }
    }

    /// Files under a path have another from now on.
    mutating func rename(_ path: String, to newPath: String) {
        guard let first = numbers.removeValue(forKey: path) else { return }
        numbers[newPath] = first
        var place = first
        while place >= 0, let file = files[Int(place)] {
            file.path = newPath
            place = file.next
        }
    }
}

/// An open file. An object, so that it can be handed out while others are opened and closed.
final class OpenDescriptor {
    let handle: FileHandle

    init(_ handle: consuming FileHandle) { self.handle = handle }
}
