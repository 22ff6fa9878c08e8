import Glibc
import Platform
import Testing

/// This machine, as far as it can be known from elsewhere.
@Suite struct SystemStateTests {
    @Test func memoryHoldsTogether() throws {
        let memory = try MemoryInfo.current()
        #expect(memory.totalBytes > 0)
        #expect((1...memory.totalBytes).contains(memory.availableBytes))
        #expect((0...memory.totalBytes).contains(memory.dirtyBytes + memory.writebackBytes))
    }

    @Test func touchedMemoryIsResident() throws {
        let byteCount = 64 << 20
        let bytes = [UInt8](repeating: 1, count: byteCount)
        let resident = try ProcessMemory.residentBytes()
        #expect(resident >= byteCount)
        #expect(bytes.last == 1)
    }

    @Test func countsTheCPUsThatTheKernelAllows() throws {
        let status = try FileSystem.text(of: "/proc/self/status")
        let line = try #require(
            status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed:") })
        let mask = line.dropFirst("Cpus_allowed:".count).filter(\.isHexDigit)
        let allowed = mask.compactMap(\.hexDigitValue).map(\.nonzeroBitCount).reduce(0, +)
        let online = sysconf(CInt(_SC_NPROCESSORS_ONLN))
        #expect(SystemInfo.usableCPUs >= 1)
        #expect(SystemInfo.usableCPUs <= allowed)
        #expect(SystemInfo.usableCPUs <= online)
        if allowed <= online { #expect(SystemInfo.usableCPUs == allowed) }
    }

    @Test func namesTheKernel() throws {
        let release = try FileSystem.text(of: "/proc/sys/kernel/osrelease")
        #expect(SystemInfo.kernel + "\n" == release)
        #expect(["x86_64", "aarch64"].contains(SystemInfo.architecture))
    }

    @Test func raisesTheSoftLimitOnOpenFilesToTheHardOne() async {
        await #expect(processExitsWith: .success) {
            var limit = rlimit(rlim_cur: 60, rlim_max: 90)
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            try #require(try OpenFilesLimit.current() == 60)
            try #require(try OpenFilesLimit.raise() == 90)
            try #require(try OpenFilesLimit.current() == 90)
        }
    }
}
