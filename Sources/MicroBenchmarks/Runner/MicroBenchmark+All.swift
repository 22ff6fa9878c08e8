import Records
import Workloads

extension MicroBenchmark {
    /// Every benchmark, along the way of a record.
    package static let all: [MicroBenchmark] = records + load + checking + engine

    private static let records = [
        MicroBenchmark("records/append", per: "record") { BatchAppendWork() },
        MicroBenchmark("records/finish-none", per: "batch") { try BatchFinishWork(codec: .none) },
        MicroBenchmark("records/finish-lz4", per: "batch") { try BatchFinishWork(codec: .lz4) },
        MicroBenchmark("records/finish-zstd", per: "batch") { try BatchFinishWork(codec: .zstd) },
        MicroBenchmark("records/cursor", per: "record") { try CursorWork() },
        MicroBenchmark("records/murmur2", per: "key") { HashWork() },
        MicroBenchmark("records/pool", per: "take and give") { PoolWork() },
    ]

    private static let load = [
        MicroBenchmark("workloads/draw-uniform", per: "draw") { DrawWork(.uniform) },
        MicroBenchmark("workloads/draw-zipfian", per: "draw") { DrawWork(.zipfian) },
        MicroBenchmark("generator/pull-max", per: "record") { GeneratorWork(rate: .max) },
        MicroBenchmark("generator/pull-max-zipfian", per: "record") {
            GeneratorWork(rate: .max, keys: .zipfian)
        },
        MicroBenchmark("generator/pull-max-10m", per: "record") {
            GeneratorWork(rate: .max, cardinality: 10_000_000)
        },
        MicroBenchmark("generator/pull-due", per: "record") {
            GeneratorWork(rate: .recordsPerSecond(1e9))
        },
        MicroBenchmark("generator/pull-max-lognormal", per: "record") {
            GeneratorWork(rate: .max) {
                $0.records.value.distribution = .lognormal
                $0.records.value.medianBytes = 92
                $0.records.valueBytes = 10_000
            }
        },
        MicroBenchmark("generator/pull-due-diurnal", per: "record") {
            GeneratorWork(rate: .recordsPerSecond(1e9)) { $0.producers.arrival = .diurnal }
        },
        MicroBenchmark("client/produce", per: "record") { ProducerWork() },
    ]

    private static let checking = [
        MicroBenchmark("checker/check", per: "record") { try CheckWork(members: 1) },
        MicroBenchmark("checker/check-shared", per: "record") { try CheckWork(members: 2) },
        MicroBenchmark("checker/receive", per: "record") {
            try ReceiveWork(members: 1, cardinality: 100_000)
        },
        MicroBenchmark("checker/receive-shared", per: "record") {
            try ReceiveWork(members: 2, cardinality: 100_000)
        },
        MicroBenchmark("checker/receive-shared-1m", per: "record") {
            try ReceiveWork(members: 2, cardinality: 1_000_000)
        },
        MicroBenchmark("checker/acknowledge", per: "batch") { AcknowledgeWork() },
        MicroBenchmark("results/histogram", per: "latency") { HistogramWork() },
    ]

    private static let engine = [
        MicroBenchmark("storage/append", per: "batch") { try LogAppendWork() },
        MicroBenchmark("storage/read", per: "batch") { try LogReadWork() },
        MicroBenchmark("storage/compact", per: "update") { try CompactionWork() },
        MicroBenchmark("brokers/produce", per: "64 KiB batch") {
            try BrokerProduceWork(valueBytes: 92, batchBytes: 64 << 10)
        },
        MicroBenchmark("brokers/produce-single", per: "1 record batch") {
            try BrokerProduceWork(valueBytes: 92, batchBytes: 1)
        },
        MicroBenchmark("cluster/mailbox", per: "message") { MailboxWork() },
    ]
}
