import Platform
import Testing

/// The texts of `/proc` and its like, read as they stand on real machines.
@Suite struct SystemTextTests {
    static let meminfo = """
        MemTotal:       24689812 kB
        MemFree:        20001234 kB
        MemAvailable:   23456789 kB
        Dirty:               132 kB
        Writeback:            16 kB
        WritebackTmp:       9999 kB
        HugePages_Total:       0

        """

    @Test func readsMemory() throws {
        let memory = try MemoryInfo(parsing: Self.meminfo, place: "/proc/meminfo")
        #expect(memory.totalBytes == 24_689_812 * 1024)
        #expect(memory.availableBytes == 23_456_789 * 1024)
        #expect(memory.dirtyBytes == 132 * 1024)
        #expect(memory.writebackBytes == 16 * 1024)
    }

    @Test(arguments: ["MemTotal", "MemAvailable", "Dirty", "Writeback"])
    func aMissingLineIsNamed(name: String) {
        let text = Self.meminfo.split(separator: "\n").filter { !$0.hasPrefix(name + ":") }
            .joined(separator: "\n")
        let error = #expect(throws: PlatformError.self) {
            try MemoryInfo(parsing: text, place: "fixture")
        }
        #expect(
            error?.description == "fixture: found 'nothing', expected a line '\(name): N kB'")
    }

    @Test(arguments: ["-1", "99999999999999999"])
    func aSenselessNumberIsRefused(number: String) {
        let text = Self.meminfo.replacing("23456789", with: number)
        let error = #expect(throws: PlatformError.self) {
            try MemoryInfo(parsing: text, place: "fixture")
        }
        #expect(
            error?.description
                == "fixture: found '\(number)', expected a line 'MemAvailable: N kB'")
    }

    @Test func readsIOPressure() {
        let text = """
            some avg10=5.84 avg60=1.96 avg300=0.67 total=7950580
            full avg10=5.76 avg60=1.93 avg300=0.66 total=7822812

            """
        #expect(IOPressure.stalledMicroseconds(inPressure: text) == 7_950_580)
    }

    @Test(arguments: ["", "full avg10=0.00 total=7\n", "some avg10=0.00\n", "some total=x\n"])
    func unknownIOPressureIsNil(text: String) {
        #expect(IOPressure.stalledMicroseconds(inPressure: text) == nil)
    }

    @Test(arguments: [("6172 1408 1280 5 0 361 0\n", 1408), ("6172\n", nil), ("", nil)])
    func readsResidentPages(text: String, pages: Int?) {
        #expect(ProcessMemory.residentPages(inStatm: text) == pages)
    }

    @Test(arguments: [
        ("1000\n", "400\n", 600), ("1000\n", "1400\n", 0), ("max\n", "400\n", nil),
        ("1000\n", "", nil),
    ])
    func readsContainerLimits(limit: String, used: String, headroom: Int?) {
        #expect(ProcessMemory.headroomBytes(limit: limit, used: used) == headroom)
    }

    @Test(arguments: [
        (
            "processor\t: 0\nmodel\t\t: 85\nmodel name\t: Xeon(R) @ 2.0: GHz \n",
            "Xeon(R) @ 2.0: GHz"
        ),
        ("processor\t: 0\nCPU implementer\t: 0x41\n", nil), ("", nil),
    ])
    func readsTheCPUModel(text: String, model: String?) {
        #expect(SystemInfo.cpuModel(inCPUInfo: text) == model)
    }

    @Test(arguments: [
        (
            "NAME=\"Debian\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n",
            "Debian GNU/Linux 12 (bookworm)"
        ),
        ("PRETTY_NAME=Alpine\n", "Alpine"), ("PRETTY_NAME='A B'\n", "A B"),
        ("PRETTY_NAME=\"\"\n", ""), ("NAME=Debian\n", nil),
    ])
    func readsTheDistribution(text: String, name: String?) {
        #expect(SystemInfo.prettyName(inOSRelease: text) == name)
    }
}
