import Messages
import Testing

/// Whole runs against lossy links and moving leaders, each drawn from a seed.
@Suite struct ModelTests {
    private func explore(
        isIdempotent: Bool, _ look: (UInt64, ModelRun) -> Void
    ) -> ModelRun.Counts {
        var counts = ModelRun.Counts()
        for seed in 0..<150 as Range<UInt64> {
            let run = ModelRun(seed: seed, isIdempotent: isIdempotent)
            run.run()
            #expect(run.violations.isEmpty, "seed \(seed)")
            look(seed, run)
            counts += run.counts
        }
        #expect(counts.lost > 100)
        #expect(counts.late > 100)
        #expect(counts.repeated > 100)
        #expect(counts.refused > 100)
        #expect(counts.moves > 100)
        return counts
    }

    @Test func anIdempotentProducerKeepsOrderAndWritesOnce() {
        var openEnds = 0
        let counts = explore(isIdempotent: true) { seed, run in
            for log in run.logs {
                #expect(zip(log.marks, log.marks.dropFirst()).allSatisfy(<), "seed \(seed)")
            }
            openEnds += run.writer.completions.count {
                $0.error != .none && !$0.error.provesNothingAppended
            }
        }
        #expect(counts.duplicates > 100)
        #expect(counts.epochs.count > 2)
        #expect(openEnds > 10)
    }

    /// Without idempotence the very same links turn records round and double them.
    @Test func anotherProducerDoesNot() {
        var reordered = 0
        var doubled = 0
        _ = explore(isIdempotent: false) { _, run in
            for log in run.logs {
                if zip(log.marks, log.marks.dropFirst()).contains(where: >) { reordered += 1 }
                if Set(log.marks).count < log.marks.count { doubled += 1 }
            }
        }
        #expect(reordered > 30)
        #expect(doubled > 30)
    }
}
