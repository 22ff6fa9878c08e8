import Records
import Testing
import Workloads

@Suite struct MatrixTests {
    @Test func `the matrix is the product of the lists, the last varying fastest`() throws {
        let file = try workload(
            """
            producers: {acks: [1, all]}
            topic: {partitions: [1, 6, 24], replication.factor: [1, 3]}

            """)
        #expect(file.skipped.isEmpty)
        let seen = file.cells.map {
            "\($0.topic.partitions) \($0.topic.replicationFactor) \($0.producers.acks.rawValue)"
        }
        #expect(
            seen == [
                "1 1 1", "1 1 all", "1 3 1", "1 3 all", "6 1 1", "6 1 all", "6 3 1", "6 3 all",
                "24 1 1", "24 1 all", "24 3 1", "24 3 all",
            ])
    }

    @Test func `a cell that cannot exist is skipped and named`() throws {
        let file = try workload(
            """
            topic: {replication.factor: [1, 3], min.insync.replicas: [1, 2]}

            """)
        #expect(file.cells.map(\.topic.replicationFactor) == [1, 3, 3])
        #expect(
            file.skipped.map(\.description) == [
                "topic.replication.factor=1, topic.min.insync.replicas=2: "
                    + "topic.min.insync.replicas 2 is above topic.replication.factor 1"
            ])
    }

    @Test func `a min ISR that some replication factors cannot have skips only those`() throws {
        let file = try workload("topic: {replication.factor: [1, 3], min.insync.replicas: 2}\n")
        #expect(file.cells.map(\.topic.replicationFactor) == [3])
        #expect(
            file.skipped.map(\.settings) == [["topic.replication.factor=1"]])
    }

    @Test(arguments: [
        (
            "topic: {replication.factor: [3, 5]}",
            "3:33: topic.replication.factor 5 is above cluster.brokers 3"
        ),
        (
            "topic: {replication.factor: 3}\ncluster: {brokers: 1}",
            "3:29: topic.replication.factor 3 is above cluster.brokers 1"
        ),
        (
            "topic: {min.insync.replicas: 2}",
            "3:30: topic.min.insync.replicas 2 is above topic.replication.factor 1"
        ),
        (
            "topic: {replication.factor: [1, 2], min.insync.replicas: [1, 3]}",
            "3:62: topic.min.insync.replicas 3 is above topic.replication.factor 2"
        ),
        (
            "records: {key: {cardinality: 3}}\nproducers: {count: 4}",
            "3:30: records.key.cardinality 3 is below producers.count 4, "
                + "and each producer needs one of its own"
        ),
        (
            "producers: {batch.size: 180}",
            "3:25: producers.batch.size 180B is below 181B, "
                + "the size of a batch of one such record"
        ),
        (
            "records: {value: {size: 64KiB}}",
            "3:25: producers.batch.size 64KiB is below 65625B, "
                + "the size of a batch of one such record"
        ),
        (
            "producers: {buffer.memory: 64KB}",
            "3:28: producers.buffer.memory 64000B is below producers.batch.size 64KiB"
        ),
        (
            "producers: {batch.size: 64MiB}",
            "3:25: producers.buffer.memory 32MiB is below producers.batch.size 64MiB"
        ),
        (
            "topic: {segment.bytes: 16KiB}",
            "3:24: topic.segment.bytes 16KiB is below producers.batch.size 64KiB"
        ),
        (
            "producers: {enable.idempotence: true, acks: 1}",
            "3:33: producers.enable.idempotence true needs producers.acks all, and it is 1"
        ),
        (
            "producers: {enable.idempotence: true, max.in.flight: 6}",
            "3:33: producers.enable.idempotence true needs producers.max.in.flight at most 5, "
                + "and it is 6"
        ),
        (
            "producers: {enable.idempotence: true, retries: 0}",
            "3:33: producers.enable.idempotence true needs producers.retries above 0"
        ),
        (
            "producers: {delivery.timeout.ms: 10, request.timeout.ms: 8, linger.ms: 3}",
            "3:34: producers.delivery.timeout.ms 10ms is below producers.linger.ms 3ms and "
                + "producers.request.timeout.ms 8ms together"
        ),
        (
            "producers: {linger.ms: 91s}",
            "3:24: producers.delivery.timeout.ms 2min is below producers.linger.ms 91s and "
                + "producers.request.timeout.ms 30s together"
        ),
        (
            "producers: {retry.backoff.ms: 2s}",
            "3:31: producers.retry.backoff.ms 2s is above producers.retry.backoff.max.ms 1s"
        ),
        (
            "cluster: {broker.session.timeout.ms: 1000}",
            "3:38: cluster.broker.heartbeat.interval.ms 2s is not below "
                + "cluster.broker.session.timeout.ms 1s"
        ),
        (
            "cluster: {replica.lag.time.max.ms: 300}",
            "3:36: cluster.replica.fetch.wait.max.ms 500ms is above "
                + "cluster.replica.lag.time.max.ms 300ms"
        ),
        (
            "cluster: {replica.socket.timeout.ms: 300}",
            "3:38: cluster.replica.socket.timeout.ms 300ms is below "
                + "cluster.replica.fetch.wait.max.ms 500ms"
        ),
        (
            "topic: {replication.factor: [2, 3], min.insync.replicas: [1, 3]}\n"
                + "cluster: {brokers: [1, 2]}",
            "3:33: topic.replication.factor 3 is above cluster.brokers 2"
        ),
    ])
    func `a value that no cell can have is an error at its place`(body: String, expected: String) {
        #expect(message(body + "\n") == "w.yaml:" + expected)
    }

    @Test func `a batch may hold exactly one record`() throws {
        #expect(try workload("producers: {batch.size: 181}\n").cells.count == 1)
        let nullKeys = "records: {key: {distribution: none}}\nproducers: {batch.size: 173}\n"
        #expect(try workload(nullKeys).cells.count == 1)
    }

    @Test func `cells that would run alike are run once`() throws {
        #expect(try workload("topic: {partitions: [3, 3]}\n").cells.count == 1)
        let autoIsTwo = "topic: {replication.factor: 3, min.insync.replicas: [auto, 2]}\n"
        #expect(try workload(autoIsTwo).cells.count == 1)
        // Uniform keys have no exponent, so only the zipfian ones differ by it.
        let exponents = "records: {key: {distribution: [uniform, zipfian], exponent: [0.9, 1.1]}}\n"
        #expect(try workload(exponents).cells.count == 3)
        // At max nothing arrives by a schedule.
        let arrivals = "producers: {rate: [1000/s, max], arrival: [constant, poisson]}\n"
        #expect(try workload(arrivals).cells.count == 3)
        // Records with keys are not spread.
        let spread =
            "producers: {null.key.partitioner: [sticky, round-robin]}\n"
            + "records: {key: {distribution: [uniform, none]}}\n"
        #expect(try workload(spread).cells.count == 3)
    }

    @Test func `a matrix too large to run is refused before it is built`() {
        let list = "[" + (1...101).map(String.init).joined(separator: ", ") + "]"
        #expect(
            message("topic: {partitions: \(list)}\nproducers: {count: \(list)}\n")
                == "w.yaml:1:1: the lists make more than 10000 cells")
        let many = "[" + Array(repeating: "1", count: 700).joined(separator: ", ") + "]"
        let body = """
            topic: {partitions: \(many), replication.factor: \(many), min.insync.replicas: \(many)}
            producers: {count: \(many), max.in.flight: \(many)}
            consumers: {count: \(many), groups: \(many)}

            """
        #expect(message(body) == "w.yaml:1:1: the lists make more than 10000 cells")
    }

    @Test func `the estimate counts warm-up and measuring of all runs`() throws {
        let file = try workload(
            """
            topic: {partitions: [1, 6]}
            run: {warmup: 500ms, duration: 2s, repetitions: 3}
            also: [{topic: {partitions: 2}, run: {duration: 10s}}]

            """)
        #expect(file.estimatedSeconds == 2 * 2.5 * 3 + 10.5 * 3)
    }
}
