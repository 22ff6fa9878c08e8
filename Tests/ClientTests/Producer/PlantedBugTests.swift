import Records
import Testing

#if PLANTED_BUGS
    /// The model is only worth what it catches.
    @Suite struct PlantedBugTests {
        /// Whether each record stands in the log at most once.
        private func writesOnce(_ run: ModelRun) -> Bool {
            run.logs.allSatisfy { Set($0.marks).count == $0.marks.count }
        }

        @Test func aRetryThatIsRenumberedComesTwice() throws {
            let seed = try #require(
                (0..<50 as Range<UInt64>).first { seed in
                    let run = ModelRun(
                        seed: seed, isIdempotent: true, bugs: PlantedBugs(.renumbersRetries))
                    run.run()
                    return !writesOnce(run)
                })
            let sound = ModelRun(seed: seed, isIdempotent: true)
            sound.run()
            #expect(writesOnce(sound), "seed \(seed)")
        }

        @Test(arguments: [true, false])
        func whatIsTakenForFailedIsFoundInTheLog(isIdempotent: Bool) throws {
            let bug = PlantedBugs(.takesOpenForFailed)
            let seed = try #require(
                (0..<50 as Range<UInt64>).first { seed in
                    let run = ModelRun(seed: seed, isIdempotent: isIdempotent, bugs: bug)
                    run.run()
                    return run.violations.contains { $0.contains("and is in the log") }
                })
            let sound = ModelRun(seed: seed, isIdempotent: isIdempotent)
            sound.run()
            #expect(sound.violations.isEmpty, "seed \(seed)")
        }
    }
#endif
