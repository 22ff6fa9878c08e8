import CLinux

/// What a loop that waits by spinning does.
package enum SpinLoop {
    /// Tells the CPU that this is such a loop: it saves power and makes way for the core's other
    /// thread for some ten nanoseconds.
    package static func pause() { weir_cpu_pause() }
}
