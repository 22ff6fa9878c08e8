import Cluster
import Records
import Storage

extension Disk {
    /// Writes bytes into the file at `path`, created where it is missing.
    func write(_ bytes: [UInt8], at position: Int = 0, to path: String) throws {
        let file = try open(path, create: true)
        defer { close(file) }
        try write(bytes, at: position, of: file)
    }

    func write(_ bytes: [UInt8], at position: Int, of file: DiskFile) throws {
        try bytes.withUnsafeBytes { try write(file, at: position, $0) }
    }

    /// The file's bytes; nil where there is none.
    func bytes(of path: String) throws -> [UInt8]? {
        let directory = path.split(separator: "/").dropLast().joined(separator: "/")
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        guard try list(directory.isEmpty ? "." : directory).contains(name) else { return nil }
        let file = try open(path, create: false)
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: try size(of: file))
        let count = try bytes.withUnsafeMutableBytes { try read(file, at: 0, into: $0) }
        return Array(bytes.prefix(count))
    }

    func sync(_ path: String) throws {
        let file = try open(path, create: false)
        defer { close(file) }
        try sync(file)
    }
}
