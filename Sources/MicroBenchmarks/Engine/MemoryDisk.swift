import Records
import Storage

/// A disk in memory on which logs of any length fit: each file keeps its last bytes only, as a
/// ring. What is read must have been written last.
final class MemoryDisk: Disk {
    private static let ringBytes = 1 << 20
    private var rings: [UnsafeMutableRawPointer] = []
    private var sizes: [Int] = []
    private var paths: [String] = []

    deinit { for ring in rings { ring.deallocate() } }

    func list(_ directory: String) -> [String] {
        paths.filter { $0.hasPrefix(directory + "/") }
            .map { String($0.dropFirst(directory.count + 1)) }.sorted()
    }

    func createDirectory(_ path: String) {}

    func open(_ path: String, create: Bool) throws(StorageError) -> DiskFile {
        if let known = paths.firstIndex(of: path) { return DiskFile(rawValue: Int32(known)) }
        guard create else { throw .disk(operation: "open", path: path, code: 2) }
        paths.append(path)
        sizes.append(0)
        let ring = UnsafeMutableRawPointer.allocate(byteCount: Self.ringBytes, alignment: 64)
        ring.initializeMemory(as: UInt8.self, repeating: 0, count: Self.ringBytes)
        rings.append(ring)
        return DiskFile(rawValue: Int32(paths.count - 1))
    }

    func close(_ file: DiskFile) {}

    func size(of file: DiskFile) -> Int { sizes[Int(file.rawValue)] }

    func read(
        _ file: DiskFile, at position: Int, into room: UnsafeMutableRawBufferPointer
    ) -> Int {
        let ring = rings[Int(file.rawValue)]
        var done = 0
        let count = min(room.count, size(of: file) - position)
        while done < count {
            let place = (position + done) % Self.ringBytes
            let part = min(count - done, Self.ringBytes - place)
            room.baseAddress.map { ($0 + done).copyMemory(from: ring + place, byteCount: part) }
            done += part
        }
        return max(0, count)
    }

    func write(_ file: DiskFile, at position: Int, _ bytes: UnsafeRawBufferPointer) {
        let ring = rings[Int(file.rawValue)]
        var done = 0
        while done < bytes.count {
            let place = (position + done) % Self.ringBytes
            let part = min(bytes.count - done, Self.ringBytes - place)
            bytes.baseAddress.map { (ring + place).copyMemory(from: $0 + done, byteCount: part) }
            done += part
        }
        sizes[Int(file.rawValue)] = max(sizes[Int(file.rawValue)], position + bytes.count)
    }

    func sync(_ file: DiskFile) {}

    func truncate(_ file: DiskFile, to bytes: Int) { sizes[Int(file.rawValue)] = bytes }

    func rename(_ path: String, to newPath: String) {
        if let known = paths.firstIndex(of: path) { paths[known] = newPath }
    }

    func unlink(_ path: String) {
        if let known = paths.firstIndex(of: path) { paths[known] = "" }
    }

    func syncDirectory(_ directory: String) {}
}
