import CLinux

/// Whether the user asked the process to stop, by Ctrl-C (SIGINT) or SIGTERM.
///
/// The first signal only sets the flag, which loops look at, so that what was measured is kept. A
/// second one ends the process at once with exit code 130.
package enum InterruptFlag {
    /// Catches SIGINT and SIGTERM from now on, in the whole process.
    package static func install() throws(PlatformError) {
        if weir_catch_interrupts() != 0 { throw failure("catch signals", "SIGINT, SIGTERM") }
    }

    /// Whether a signal has come since `install()`; a relaxed atomic read.
    package static var isRaised: Bool { weir_interrupt_count() > 0 }
}
