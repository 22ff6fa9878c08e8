import Glibc
import Platform
import Records

/// Where logs and results go unless the user says.
enum DataDirectory {
    private static let sharedMemory = "/dev/shm"
    /// Less room than this in memory, and the logs go to a disk.
    private static let roomBytesMin = 2 << 30

    /// The user's choice, else memory with room, else the temporary directory.
    static func choose(_ chosen: String?) -> String {
        if let chosen { return chosen }
        if let info = try? FileSystemInfo(holding: sharedMemory), info.isInMemory,
            info.freeBytes >= roomBytesMin, access(sharedMemory, W_OK) == 0
        {
            return sharedMemory
        }
        return getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    }

    /// `Results/NAME-TIME`: of the name what a file's may hold, and the time in UTC without
    /// punctuation that shells trip over.
    static func resultsFolder(for workload: String) -> String {
        let time = WallClock.utcText(unixSeconds: WallClock.unixSeconds)
            .filter { $0 != ":" && $0 != "-" }
        return "Results/\(workload.plainStem)-\(time)"
    }
}
