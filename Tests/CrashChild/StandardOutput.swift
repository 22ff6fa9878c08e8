import Glibc

/// Standard output without a buffer: what was written is with the reader, whatever comes.
enum StandardOutput {
    static func write(_ line: String) {
        var text = line
        text.withUTF8 { bytes in
            var done = 0
            while done < bytes.count {
                let count = Glibc.write(1, bytes.baseAddress.map { $0 + done }, bytes.count - done)
                // Nobody reads any more.
                guard count > 0 else { exit(0) }
                done += count
            }
        }
    }
}
