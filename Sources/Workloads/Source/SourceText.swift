import Glibc

/// Reads files and folders: the only part of the module that touches the system.
enum SourceText {
    /// Far above any workload; it keeps a device or a stray log from being read to its end.
    static let byteCountMax = 1 << 20

    /// The text of the file at `path`, which messages call `kind`. Throws
    /// `WorkloadError.unreadable`.
    static func read(
        path: String, kind: String = "workload file",
        byteCountMax: Int = SourceText.byteCountMax
    ) throws(WorkloadError) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path, errno, kind: kind) }
        defer { close(descriptor) }

        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw failure(path, errno, kind: kind) }
            if count == 0 { break }
            bytes += buffer[..<count]
            guard bytes.count <= byteCountMax else {
                let limit = byteCountMax.byteText
                throw .unreadable(path: path, reason: "is above \(limit); a \(kind) is text")
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .unreadable(path: path, reason: "is not UTF-8 text")
        }
        return text
    }

    /// Writes `text` to a file that must not exist yet. Throws `WorkloadError.unwritable`.
    static func writeNew(_ text: String, path: String) throws(WorkloadError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            throw errno == EEXIST
                ? .unreadable(path: path, reason: "exists; expected the name of a new file")
                : .unwritable(path: path, reason: String(cString: strerror(errno)).lowercased())
        }
        var rest = Array(text.utf8)[...]
        var code: Int32 = 0
        while !rest.isEmpty, code == 0 {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                code = errno
            }
        }
        if close(descriptor) != 0, code == 0 { code = errno }
        guard code == 0 else {
            throw .unwritable(path: path, reason: String(cString: strerror(code)).lowercased())
        }
    }

    /// The names of the files in a folder that end in `.yaml` or `.yml`, sorted.
    /// Throws `WorkloadError.unreadable`.
    static func workloadNames(directory: String) throws(WorkloadError) -> [String] {
        guard let stream = opendir(directory) else { throw failure(directory, errno) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix("."), name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
                names.append(name)
            }
        }
        return names.sorted()
    }

    private static func failure(
        _ path: String, _ code: Int32, kind: String = "workload file"
    ) -> WorkloadError {
        let reason =
            switch code {
            case ENOENT: "no such file or folder"
            case EISDIR: "is a folder; expected a \(kind)"
            case ENOTDIR: "is not a folder"
            default: String(cString: strerror(code)).lowercased()
            }
        return .unreadable(path: path, reason: reason)
    }
}
