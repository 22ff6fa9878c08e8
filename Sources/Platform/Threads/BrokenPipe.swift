import Glibc

/// What becomes of the process when nobody reads any more what it writes to a pipe.
package enum BrokenPipe {
    /// Lets writes fail from now on, in the whole process, where SIGPIPE would end it: what is
    /// measured is worth more than who watches.
    package static func ignore() { signal(SIGPIPE, SIG_IGN) }
}
