import Testing
import Workloads

@Suite struct ValueErrorTests {
    @Test(arguments: [
        ("topic: {partitions: 0}", "3:21: topic.partitions: 0 is not in 1...10000"),
        ("topic: {partitions: 10001}", "3:21: topic.partitions: 10001 is not in 1...10000"),
        ("topic: {partitions: -1}", "3:21: topic.partitions: -1 is not in 1...10000"),
        (
            "topic: {partitions: 99999999999999999999}",
            "3:21: topic.partitions: 99999999999999999999 is not in 1...10000"
        ),
        (
            "topic: {partitions: many}",
            "3:21: topic.partitions: 'many' is not a whole number in 1...10000"
        ),
        (
            "topic: {partitions: 1.5}",
            "3:21: topic.partitions: 1.5 is not a whole number in 1...10000"
        ),
        (
            "topic: {partitions: 3MB}",
            "3:21: topic.partitions: 3MB is not a whole number in 1...10000"
        ),
        (
            "topic: {partitions: }",
            "3:21: topic.partitions: expected a whole number in 1...10000, found nothing"
        ),
        (
            "topic: {partitions: {a: 1}}",
            "3:21: topic.partitions: expected a whole number in 1...10000, found a mapping"
        ),
        (
            "topic: {partitions: [1, [2]]}",
            "3:25: topic.partitions: expected a whole number in 1...10000, found a list"
        ),
        (
            "topic: {partitions: []}",
            "3:21: topic.partitions: the list is empty; expected at least one value"
        ),
        ("topic: {partitions: [1, 0]}", "3:25: topic.partitions: 0 is not in 1...10000"),
        ("topic: 3", "3:8: topic: expected a mapping, found 3"),
        ("topic:", "3:7: topic: expected a mapping, found nothing"),
        ("records: {value: 92B}", "3:18: records.value: expected a mapping, found 92B"),
        (
            "topic: {min.insync.replicas: most}",
            "3:30: topic.min.insync.replicas: 'most' is not a whole number in 1...1000, "
                + "nor is it auto"
        ),
        ("producers: {acks: 2}", "3:19: producers.acks: 2 is not one of 0, 1, all"),
        (
            "producers: {compression.type: gzip}",
            "3:31: producers.compression.type: 'gzip' is not one of none, lz4, zstd"
        ),
        (
            "records: {key: {distribution: hotset}}",
            "3:31: records.key.distribution: 'hotset' is not one of uniform, zipfian, hot-set, "
                + "sequential, latest, histogram, none, wrong-field"
        ),
        ("producers: {count: 65536}", "3:20: producers.count: 65536 is not in 1...65535"),
        ("consumers: {count: 65536}", "3:20: consumers.count: 65536 is not in 1...65535"),
        ("consumers: {groups: -1}", "3:21: consumers.groups: -1 is not in 0...1000"),
        ("records: {key: {exponent: 0}}", "3:27: records.key.exponent: 0 is not in 0.01...10"),
        ("records: {key: {exponent: -1}}", "3:27: records.key.exponent: -1 is not in 0.01...10"),
        (
            "records: {key: {exponent: nan}}",
            "3:27: records.key.exponent: 'nan' is not a number in 0.01...10"
        ),
        (
            "topic: {unclean.leader.election.enable: yes}",
            "3:41: topic.unclean.leader.election.enable: 'yes' is neither true nor false"
        ),
        (
            "producers: {enable.idempotence: on}",
            "3:33: producers.enable.idempotence: 'on' is not one of auto, true, false"
        ),
        ("producers: {retries: -1}", "3:22: producers.retries: -1 is not in 0...2147483647"),
        ("cluster: {brokers: 0}", "3:20: cluster.brokers: 0 is not in 1...1000"),
        ("run: {repetitions: 0}", "3:20: run.repetitions: 0 is not in 1...1000"),
        ("run: {seed: -1}", "3:13: run.seed: -1 is not in 0...18446744073709551615"),
        (
            "run: {seed: [1, 2]}",
            "3:13: run.seed: takes one value for all cells, not a list of 2"
        ),
    ])
    func `numbers and words are checked`(body: String, expected: String) {
        #expect(message(body + "\n") == "w.yaml:" + expected)
    }

    @Test(arguments: [
        (
            "records: {value: {size: 31}}",
            "3:25: records.value.size: 31 is below 32B: a value begins with a 32-byte stamp "
                + "(entity, producer, sequences, intended time)"
        ),
        (
            "records: {key: {size: 7B}}",
            "3:23: records.key.size: 7B is below 8B: a key begins with an 8-byte identifier"
        ),
        (
            "producers: {batch.size: 64kg}",
            "3:25: producers.batch.size: 64kg has no known unit; expected one of B, KB, MB, GB, "
                + "TB, KiB, MiB, GiB, TiB"
        ),
        (
            "producers: {batch.size: big}",
            "3:25: producers.batch.size: 'big' is not a size such as 64KiB"
        ),
        ("producers: {batch.size: 2GiB}", "3:25: producers.batch.size: 2GiB is not in 1B...1GiB"),
        (
            "producers: {batch.size: 9999999999TiB}",
            "3:25: producers.batch.size: 9999999999TiB is not in 1B...1GiB"
        ),
        (
            "producers: {batch.size: 0.3B}",
            "3:25: producers.batch.size: 0.3B is not a whole number of B"
        ),
        (
            "topic: {retention.bytes: -1}",
            "3:26: topic.retention.bytes: -1 is not in 1B...1024TiB, nor is it none"
        ),
        (
            "run: {duration: 10}",
            "3:17: run.duration: 10 has no unit; expected a duration such as 10s "
                + "(ns, us, ms, s, min, h, d)"
        ),
        (
            "consumers: {service.time: 5}",
            "3:27: consumers.service.time: 5 has no unit; expected a duration such as 10s "
                + "(ns, us, ms, s, min, h, d)"
        ),
        (
            "run: {duration: 10MB}",
            "3:17: run.duration: 10MB has no known unit; expected one of ns, us, ms, s, min, h, d"
        ),
        ("run: {duration: 0s}", "3:17: run.duration: 0s is not above 0"),
        ("run: {duration: 0}", "3:17: run.duration: 0 is not above 0"),
        ("run: {duration: 366d}", "3:17: run.duration: 366d is above 365d"),
        ("run: {duration: 1000000d}", "3:17: run.duration: 1000000d is not in 1ns...365d"),
        ("run: {warmup: -1s}", "3:15: run.warmup: -1s is below 0"),
        ("producers: {linger.ms: -5}", "3:24: producers.linger.ms: -5 is below 0"),
        (
            "producers: {linger.ms: soon}",
            "3:24: producers.linger.ms: 'soon' is not a duration such as 5ms"
        ),
        (
            "producers: {rate: 50000}",
            "3:19: producers.rate: 50000 has no unit; expected records per second such as "
                + "50000/s or 50k/s, max or search"
        ),
        (
            "producers: {rate: 20MB/s}",
            "3:19: producers.rate: 20MB/s has no known unit; expected records per second such as "
                + "50000/s or 50k/s, max or search"
        ),
        (
            "producers: {rate: fast}",
            "3:19: producers.rate: 'fast' is not a rate; expected records per second such as "
                + "50000/s or 50k/s, max or search"
        ),
        ("producers: {rate: -5/s}", "3:19: producers.rate: -5/s is not above 0"),
        ("producers: {rate: 0/s}", "3:19: producers.rate: 0/s is not above 0"),
        (
            "producers: {rate: 5000M/s}",
            "3:19: producers.rate: 5000M/s is not in 0.001/s...1000000000/s"
        ),
        (
            "cluster: {network: {bandwidth: 10}}",
            "3:32: cluster.network.bandwidth: 10 has no unit; expected a bandwidth such as 10Gbit "
                + "(bit, kbit, Mbit, Gbit, B/s, KB/s, MB/s, GB/s), nor is it none"
        ),
        (
            "cluster: {network: {bandwidth: 0}}",
            "3:32: cluster.network.bandwidth: 0 is not in 8kbit...1000Gbit, nor is it none"
        ),
    ])
    func `units are checked`(body: String, expected: String) {
        #expect(message(body + "\n") == "w.yaml:" + expected)
    }

    @Test(arguments: [
        (
            "also: 3", "3:7: also: expected a list of mappings, found 3"
        ),
        ("also: []", "3:7: also: expected a list of mappings, found an empty list"),
        ("also: [{}]", "3:8: also[0]: expected a mapping of settings, found a mapping"),
        ("also: [x]", "3:8: also[0]: expected a mapping of settings, found 'x'"),
    ])
    func `also takes mappings of settings`(body: String, expected: String) {
        #expect(message(body + "\n") == "w.yaml:" + expected)
    }
}
