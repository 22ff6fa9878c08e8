import Testing

/// Random lives of a log beside a simple model of it.
@Suite struct LogModelTests {
    @Test func randomLivesAgreeWithTheModel() throws {
        for seed in 0..<UInt64(500) {
            var life = try LogLife(seed: seed)
            for step in 0..<120 { try life.step("seed \(seed), step \(step)") }
            try life.finish("seed \(seed), at the end")
        }
    }
}
