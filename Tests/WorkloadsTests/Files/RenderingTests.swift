import Testing
import Workloads

@Suite struct RenderingTests {
    static let bodies = [
        "",
        "topic: {partitions: [1, 6], replication.factor: [1, 3], min.insync.replicas: auto}\n",
        """
        topic: {segment.bytes: 1.5MiB, segment.ms: 1500, retention.bytes: 2GB}
        producers: {rate: [0.5/s, 1.25M/s, 1234.5678/s, max], arrival: poisson, acks: [-1, 0, 1],
                    linger.ms: [0, 0.0015], compression.type: lz4}
        records: {key: {distribution: [uniform, zipfian, none, wrong-field], exponent: 0.123456789},
                  value: {size: 1000}}
        consumers: {service.time: 1500ns}
        cluster: {network: {rtt: 1ms, jitter: 250us, bandwidth: [none, 33Mbit, 8001bit]},
                  flush.messages: 9223372036854775807, flush.ms: 1}
        run: {warmup: 0s, duration: 90s, seed: 18446744073709551615}

        """,
        """
        topic: {unclean.leader.election.enable: [true, false], replication.factor: 3}
        producers: {enable.idempotence: [auto, false], max.in.flight: [1, 5, 6],
                    retries: 3, retry.backoff.ms: 0.5, retry.backoff.max.ms: 20,
                    request.timeout.ms: 200, delivery.timeout.ms: 1s, metadata.max.age.ms: 1min}
        cluster: {replica.fetch.wait.max.ms: 50, replica.socket.timeout.ms: 60,
                  broker.session.timeout.ms: 1s, broker.heartbeat.interval.ms: 100,
                  leader.imbalance.check.interval.seconds: [none, 0.5]}

        """,
        """
        topic: {cleanup.policy: [compact, "compact,delete"], delete.retention.ms: 1,
                min.compaction.lag.ms: 5s, min.cleanable.dirty.ratio: 0.25}
        cluster: {log.cleaner.io.max.bytes.per.second: [none, 10MiB]}

        """,
        """
        topic: {retention.ms: [none, 2s], segment.bytes: 1KiB, retention.bytes: 4KiB,
                retention.spares.unread: [true, false]}
        producers: {batch.size: 1KiB}

        """,
        """
        consumers: {assignment: [manual, range, sticky], group.instance.id: [true, false],
                    auto.offset.reset: [latest, 100, 10s], session.timeout.ms: 6s,
                    heartbeat.interval.ms: 500, max.poll.interval.ms: 10s, backlog: [none, 2GB],
                    service.time: {distribution: lognormal, median: 5us, sigma: 0.5},
                    commit: {when: before, mode: [sync, async, auto], interval: 1s}}
        also:
          - consumers: {service.time: {distribution: exponential, mean: 1ms, median: none}}
          - consumers: {service.time: {distribution: fixed, median: none}, commit: after}

        """,
        """
        producers: {rate: [0.001/s, 1.5k/s, search],
                    arrival: [constant, step, ramp, diurnal, bursts],
                    steps: [0.00001 0.00002, 1 1000000000 0.5], ramp.from: 0.00000012,
                    ramp.to: 123456789.5, diurnal.amplitude: 0.00005, diurnal.period: 90s,
                    burst.on: 1ns, burst.off: 1d, slo.achieved: 0.99995, slo.publish.p99: 5ms,
                    search.precision: 0.0051, compression.type: zstd, idle: 3, send: always}
        records: {key: {distribution: [hot-set, latest], hot.keys: [0.00005, 7],
                        hot.share: 0.0010000001, turnover: 3, cardinality: 1000000, size: 1KiB},
                  value: {distribution: [uniform, lognormal, pareto], min: 50B, max: 1KiB,
                          median: 100B, sigma: 0.010000001, shape: 0.1,
                          compressibility: 0.00001},
                  headers: [0, 3], header.size: 0B}
        topic: {min.cleanable.dirty.ratio: 0.00002, cleanup.policy: compact, count: 2}
        consumers: {service.time: {distribution: lognormal, mean: 1us, sigma: 0.0100000000001}}

        """,
        """
        reading: >
          Two lines
          of "text" \\ with: signs # and ümlauts
        topic: {replication.factor: [3, 5], partitions: [1, 6]}
        also:
          - cluster: {brokers: [5, 7], network: {rtt: 2ms}}
            run: {duration: 1min}
          - {producers: {acks: [0, 1]}, records: {key: {distribution: none}}}

        """,
    ]

    @Test(
        arguments: bodies,
        [
            WorkloadOverrides.none, WorkloadOverrides(seed: 3, isQuick: true),
            WorkloadOverrides(settings: ["topic.partitions=2,4", "producers.acks=1"]),
        ])
    func `what is rendered has the same cells and renders the same`(
        body: String, overrides: WorkloadOverrides
    ) throws {
        let file = try workload(body, overrides: overrides)
        let again = try WorkloadFile(parsing: file.renderedYAML, path: "again.yaml")
        #expect(again.cells == file.cells)
        #expect(again.name == file.name)
        #expect(again.question == file.question)
        #expect(again.reading == file.reading)
        #expect(again.renderedYAML == file.renderedYAML)
    }

    @Test func `an awkward name survives`() throws {
        let text = "name: \"a \\\"b\\\" \\\\ \\u200b\\e c: #\"\nquestion: \"'q'\"\n"
        let file = try WorkloadFile(parsing: text, path: "w.yaml")
        #expect(file.name == "a \"b\" \\ \u{200b}\u{1b} c: #")
        let again = try WorkloadFile(parsing: file.renderedYAML, path: "again.yaml")
        #expect(again.name == file.name)
        #expect(again.question == "'q'")
    }

    @Test func `defaults are written out`() throws {
        let file = try workload(
            """
            topic: {partitions: [3, 12], replication.factor: 3, min.insync.replicas: auto}
            producers: {rate: 50k/s, acks: [1, -1]}
            also: [{cluster: {network: {rtt: 1ms}}, producers: {count: 2}}]

            """)
        #expect(
            file.renderedYAML == """
                name: "test"
                question: "Does it hold?"
                topic:
                  count: 1
                  partitions: [3, 12]
                  replication.factor: 3
                  min.insync.replicas: auto
                  unclean.leader.election.enable: false
                  segment.bytes: 256MiB
                  segment.ms: none
                  retention.bytes: none
                  retention.ms: none
                  retention.spares.unread: true
                  cleanup.policy: delete
                  min.compaction.lag.ms: 0s
                  min.cleanable.dirty.ratio: 0.5
                  delete.retention.ms: 1d
                producers:
                  count: 1
                  idle: 0
                  send: always
                  rate: 50000/s
                  slo.achieved: 0.995
                  slo.publish.p99: none
                  search.precision: 0.04
                  arrival: constant
                  burst.on: 100ms
                  burst.off: 900ms
                  steps: 1 2
                  ramp.from: 0
                  ramp.to: 2
                  diurnal.period: 10s
                  diurnal.amplitude: 0.5
                  acks: [1, all]
                  batch.size: 64KiB
                  linger.ms: 0s
                  max.in.flight: 5
                  buffer.memory: 32MiB
                  compression.type: none
                  enable.idempotence: auto
                  retries: 2147483647
                  retry.backoff.ms: 100ms
                  retry.backoff.max.ms: 1s
                  request.timeout.ms: 30s
                  delivery.timeout.ms: 2min
                  metadata.max.age.ms: 5min
                  null.key.partitioner: sticky
                  partition.switch: live
                records:
                  key:
                    distribution: uniform
                    cardinality: 100000
                    exponent: 0.99
                    hot.share: 0.9
                    hot.keys: 0.1
                    turnover: 10
                    file: none
                    size: 8B
                  value:
                    distribution: fixed
                    size: 92B
                    min: 32B
                    max: none
                    median: none
                    sigma: 0.5
                    shape: 1.5
                    file: none
                    compressibility: 0
                  headers: 0
                  header.size: 16B
                consumers:
                  groups: 1
                  count: 1
                  assignment: manual
                  group.instance.id: false
                  auto.offset.reset: earliest
                  session.timeout.ms: 45s
                  heartbeat.interval.ms: 3s
                  max.poll.interval.ms: 5min
                  backlog: none
                  service.time:
                    distribution: fixed
                    mean: 0s
                    median: none
                    sigma: 1
                  commit:
                    when: after
                    mode: sync
                    interval: 5s
                cluster:
                  brokers: 3
                  network:
                    rtt: 0s
                    jitter: 0s
                    bandwidth: none
                  flush.messages: none
                  flush.ms: none
                  replica.lag.time.max.ms: 30s
                  replica.fetch.wait.max.ms: 500ms
                  replica.socket.timeout.ms: 30s
                  broker.session.timeout.ms: 9s
                  broker.heartbeat.interval.ms: 2s
                  leader.imbalance.check.interval.seconds: 5min
                  log.cleaner.io.max.bytes.per.second: none
                run:
                  warmup: 1s
                  duration: 5s
                  repetitions: 3
                  seed: 42
                also:
                  - producers:
                      count: 2
                    cluster:
                      network:
                        rtt: 1ms

                """)
    }
}
