import Checker
import LoadGenerator
import Records
import RunResults

/// What a run left for its result, whoever drove it.
struct RunEvidence {
    let plan: RunPlan
    /// What the `engine` column says.
    let engine: String
    let timeline: RunTimeline
    /// Their tables know how many records were handed to each producer.
    let generators: [GeneratorClient]
    let groups: [GroupChecker]
    /// Members of each group, in order.
    let members: [[CheckingClient]]
    let outcome: RunOutcome
    /// When the drain was over.
    let end: Instant
    var tally = ClusterTally()
    /// What the cluster took to be made; nil where nothing was made in real time.
    var setup: SetupCost?
    /// Members that owned nothing at the end.
    var idleMembers: [String] = []
    /// Of subscribed groups.
    var journals: [GroupJournal] = []
    /// The faults that struck and healed, in order.
    var marks: [FaultMark] = []
    /// Elections, and what was cut off logs, whatever led to them: a history's judge needs them.
    var changes: [FaultMark] = []
    /// The final logs held against the acknowledgements; nil where they were not read.
    var audit: FinalLogVerdict?
    /// What was sampled of lag and in-sync sets while the run went on.
    let samples: RunSeriesBuilder
    /// Whether the disk is memory.
    var isInMemoryFileSystem = true
}

/// What a cluster, its topic and its clients took to be made.
struct SetupCost {
    let seconds: Double
    /// What the process's resident memory grew by.
    let residentBytes: Int
}
