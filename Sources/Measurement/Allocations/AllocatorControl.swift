import CJemalloc

/// jemalloc's control interface: reads and writes of named values.
///
/// The names are C strings made beforehand, so that a read allocates nothing that would be counted.
package protocol AllocatorControl: Sendable {
    /// The unsigned 64-bit value called `name`, or nil where there is none.
    func read(_ name: AllocatorName) -> UInt64?
    /// The unsigned 32-bit number called `name`, or nil where there is none.
    func readCount(_ name: AllocatorName) -> Int?
    /// The size called `name`, or nil where there is none.
    func readSize(_ name: AllocatorName) -> Int?
    /// Sets the unsigned 64-bit value called `name`; returns whether there is one.
    func write(_ name: AllocatorName, _ value: UInt64) -> Bool
    /// Does what `name` stands for; returns whether there is such a thing.
    func perform(_ name: AllocatorName) -> Bool
}

/// The name of a value of jemalloc, kept as a C string.
package final class AllocatorName: Sendable {
    package let text: String
    /// With the final 0; written once, before anyone sees it.
    nonisolated(unsafe) private let characters: UnsafeMutableBufferPointer<CChar>

    package init(_ text: String) {
        self.text = text
        let characters = text.utf8CString
        self.characters = .allocate(capacity: characters.count)
        _ = self.characters.initialize(fromContentsOf: characters)
    }

    deinit { characters.deallocate() }

    var pointer: UnsafePointer<CChar>? { UnsafePointer(characters.baseAddress) }
}

/// The jemalloc that serves this process.
package struct LinkedAllocator: AllocatorControl {
    /// Nil where jemalloc does not serve this process.
    package init?() {
        if weir_jemalloc_is_linked() == 0 { return nil }
    }

    package func read(_ name: AllocatorName) -> UInt64? { value(name, UInt64(0)) }

    package func readCount(_ name: AllocatorName) -> Int? {
        value(name, UInt32(0)).map { Int($0) }
    }

    package func readSize(_ name: AllocatorName) -> Int? { value(name, Int(0)) }

    package func write(_ name: AllocatorName, _ value: UInt64) -> Bool {
        var value = value
        return weir_mallctl(name.pointer, nil, nil, &value, MemoryLayout<UInt64>.size) == 0
    }

    package func perform(_ name: AllocatorName) -> Bool {
        weir_mallctl(name.pointer, nil, nil, nil, 0) == 0
    }

    private func value<Value: BitwiseCopyable>(_ name: AllocatorName, _ initial: Value) -> Value? {
        var value = initial
        var byteCount = MemoryLayout<Value>.size
        return weir_mallctl(name.pointer, &value, &byteCount, nil, 0) == 0 ? value : nil
    }
}
