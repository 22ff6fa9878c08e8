import Glibc

/// How many files this process may have open at once.
package enum OpenFilesLimit {
    /// The limit in force; `Int.max` where there is none.
    ///
    /// The corresponding C function is `getrlimit`.
    package static func current() throws(PlatformError) -> Int {
        Int(clamping: try limits().rlim_cur)
    }

    /// Raises the limit to the most that the process may ask for without privileges, and returns
    /// it.
    ///
    /// The corresponding C function is `setrlimit`.
    @discardableResult
    package static func raise() throws(PlatformError) -> Int {
        var limits = try limits()
        limits.rlim_cur = limits.rlim_max
        if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) != 0 {
            throw failure("raise the limit to \(limits.rlim_max)", "open files")
        }
        return Int(clamping: limits.rlim_cur)
    }

    private static func limits() throws(PlatformError) -> rlimit {
        var limits = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) != 0 {
            throw failure("read the limit", "open files")
        }
        return limits
    }
}
