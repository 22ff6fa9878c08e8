import ArgumentParser
import Planner
import Report
import RunResults

struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Recommends partitions, replicas and consumers for a load.",
        discussion: """
            By arithmetic on measured rows (a results folder) or on rates that you state. The \
            first line names whose numbers were used.

            Example:
              weir plan Results/reference --throughput 50MB/s --record-size 1KB --retention 7d
            """)

    @Argument(help: "A results folder; not needed where all rates are stated.")
    var results: String?

    @Option(help: "Load of the topic at its peak: 50MB/s, or 50000/s in records.")
    var throughput: String

    @Option(help: "Bytes of key and value of one record: 1KB.")
    var recordSize: String

    @Option(
        parsing: .unconditional,
        help: "Broker failures after which no acknowledged record may be lost.")
    var survive = 1

    @Option(
        parsing: .unconditional,
        help: "Broker failures after which the topic must still take writes.")
    var stayWritable = 1

    @Option(help: "Share of the records that the most frequent key has: 5%.")
    var topKeyShare: String?

    @Option(help: "Consumer groups that each read everything.")
    var groups = 1

    @Option(help: "What the handling of one record takes a consumer: 200us.")
    var serviceTime: String?

    @Option(help: "How long records are kept: 7d.")
    var retention: String?

    @Option(help: "How often a scheduled batch handles the records, where one does: 1h.")
    var batchEvery: String?

    @Flag(help: "Records are looked up by what they hold.")
    var lookups = false

    @Option(help: "Partitions that the topic has now.")
    var currentPartitions: Int?

    @Option(help: "Brokers that there are.")
    var brokers: Int?

    @Option(help: "What one partition carries, where you know it: 10MB/s.")
    var perPartitionThroughput: String?

    @Option(help: "What one consumer reads, where you know it: 20MB/s.")
    var perConsumerThroughput: String?

    @Option(help: "md, csv or json.")
    var format = Format.md

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case md, csv, json
    }

    func run() throws {
        try failing {
            var request = PlanRequest(
                throughput: try PlanUnits.throughput(throughput),
                recordBytes: try PlanUnits.byteCount(recordSize))
            request.survive = survive
            request.stayWritable = stayWritable
            request.topKeyShare = try topKeyShare.map { try PlanUnits.share($0) }
            request.groups = groups
            request.serviceTimeSeconds = try serviceTime.map {
                try PlanUnits.seconds($0, flag: "--service-time")
            }
            request.isLookedUp = lookups
            request.batchEverySeconds = try batchEvery.map {
                try PlanUnits.seconds($0, flag: "--batch-every")
            }
            request.retentionSeconds = try retention.map {
                try PlanUnits.seconds($0, flag: "--retention")
            }
            request.currentPartitions = currentPartitions
            request.brokers = brokers
            request.perPartitionBytesPerSecond = try perPartitionThroughput.map {
                try PlanUnits.byteRate($0, flag: "--per-partition-throughput")
            }
            request.perConsumerBytesPerSecond = try perConsumerThroughput.map {
                try PlanUnits.byteRate($0, flag: "--per-consumer-throughput")
            }
            let profile = try results.map {
                MeasuredProfile(runs: try ResultsFolder.load($0).runs, results: $0)
            }
            let outcome = try CapacityPlanner.plan(request, profile: profile)
            switch format {
            case .md: print(PlanReport.markdown(outcome))
            case .csv: print(PlanReport.csv(outcome), terminator: "")
            case .json: print(try PlanReport.json(outcome))
            }
            if case .impossible = outcome { throw CommandFailure(message: "", code: 1) }
        }
    }
}
