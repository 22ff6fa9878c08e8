import CLinux
import Glibc

/// What machine this is, for the record of a run.
package enum SystemInfo {
    /// CPUs that this process may run on, at least 1: fewer than the machine has under `taskset`
    /// or in a container with a CPU set.
    ///
    /// The corresponding C function is `sched_getaffinity`.
    package static var usableCPUs: Int {
        let usable = Int(weir_usable_cpus())
        return usable > 0 ? usable : max(1, sysconf(CInt(_SC_NPROCESSORS_ONLN)))
    }

    /// The kernel's release, such as `6.1.0-28-amd64`.
    package static var kernel: String { nameOfSystem { $0.release } }

    /// `x86_64`, `aarch64`.
    package static var architecture: String { nameOfSystem { $0.machine } }

    /// The CPU's name, or nil where the kernel does not tell, as on many ARM machines.
    package static var cpuModel: String? {
        (try? FileSystem.text(of: "/proc/cpuinfo")).flatMap(cpuModel(inCPUInfo:))
    }

    /// The distribution, such as `Debian GNU/Linux 12 (bookworm)`, or nil where it does not tell.
    package static var operatingSystem: String? {
        (try? FileSystem.text(of: "/etc/os-release")).flatMap(prettyName(inOSRelease:))
    }

    /// The first CPU's name in a text like `/proc/cpuinfo`.
    package static func cpuModel(inCPUInfo text: String) -> String? {
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2, parts[0].trimmed() == "model name" { return parts[1].trimmed() }
        }
        return nil
    }

    /// The value of `PRETTY_NAME` in a text like `/etc/os-release`, without its quotes.
    package static func prettyName(inOSRelease text: String) -> String? {
        let key = "PRETTY_NAME="
        for line in text.split(separator: "\n") where line.hasPrefix(key) {
            let value = line.dropFirst(key.count).trimmed()
            return value.trimmed { $0 == "\"" || $0 == "'" }
        }
        return nil
    }

    /// The corresponding C function is `uname`, which cannot fail here.
    private static func nameOfSystem<Characters>(_ field: (utsname) -> Characters) -> String {
        var names = utsname()
        uname(&names)
        return withUnsafeBytes(of: field(names)) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}
