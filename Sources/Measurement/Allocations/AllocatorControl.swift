import CJemalloc

/// jemalloc's control interface: reads and writes of named values.
///
/// The names are C strings that live as long as the process, so that reading them allocates
/// nothing that would be counted.
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
package struct AllocatorName: Hashable, Sendable {
    package let text: String
    /// With the final 0.
    private let characters: ContiguousArray<CChar>

    package init(_ text: String) {
        self.text = text
        characters = text.utf8CString
    }

    func withCString<Result>(_ body: (UnsafePointer<CChar>?) -> Result) -> Result {
        characters.withUnsafeBufferPointer { body($0.baseAddress) }
    }
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
        return name.withCString {
            weir_mallctl($0, nil, nil, &value, MemoryLayout<UInt64>.size) == 0
        }
    }

    package func perform(_ name: AllocatorName) -> Bool {
        name.withCString { weir_mallctl($0, nil, nil, nil, 0) == 0 }
    }

    private func value<Value: BitwiseCopyable>(_ name: AllocatorName, _ initial: Value) -> Value? {
        var value = initial
        var byteCount = MemoryLayout<Value>.size
        let code = name.withCString { weir_mallctl($0, &value, &byteCount, nil, 0) }
        return code == 0 ? value : nil
    }
}
