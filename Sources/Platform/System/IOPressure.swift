/// How much time was lost waiting for I/O in the whole system (pressure stall information).
package enum IOPressure {
    /// Microseconds since boot in which at least one task waited for I/O, or nil where the kernel
    /// does not tell.
    package static func stalledMicroseconds() -> Int? {
        (try? FileSystem.text(of: "/proc/pressure/io")).flatMap(stalledMicroseconds(inPressure:))
    }

    /// The total of the `some` line of a text like `/proc/pressure/io`.
    package static func stalledMicroseconds(inPressure text: String) -> Int? {
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.first == "some" else { continue }
            for field in fields where field.hasPrefix("total=") {
                return Int(field.dropFirst("total=".count))
            }
        }
        return nil
    }
}
