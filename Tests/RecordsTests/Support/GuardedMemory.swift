import Glibc

/// A copy of bytes that ends where readable memory ends: reading one byte too many stops the
/// process instead of going unnoticed.
final class GuardedMemory {
    private let mapping: UnsafeMutableRawPointer
    private let mappedBytes: Int
    let bytes: UnsafeRawBufferPointer

    private struct MappingFailed: Error {}

    init(_ content: [UInt8]) throws {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let payload = (content.count + page - 1) / page * page
        mappedBytes = payload + page
        guard
            let start = mmap(
                nil, mappedBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
            start != MAP_FAILED, mprotect(start + payload, page, PROT_NONE) == 0
        else { throw MappingFailed() }
        mapping = start
        let first = start + payload - content.count
        content.withUnsafeBytes {
            UnsafeMutableRawBufferPointer(
                start: first, count: content.count
            ).copyMemory(from: $0)
        }
        bytes = UnsafeRawBufferPointer(start: first, count: content.count)
    }

    deinit { munmap(mapping, mappedBytes) }
}
