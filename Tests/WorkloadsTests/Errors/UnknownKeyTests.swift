import Testing
import Workloads

@Suite struct UnknownKeyTests {
    @Test(arguments: [
        (
            "topic:\n  partitons: 3\n",
            "w.yaml:4:3: unknown key 'partitons' in topic; did you mean 'partitions'?"
        ),
        ("topics: {}\n", "w.yaml:3:1: unknown key 'topics'; did you mean 'topic'?"),
        (
            "producers: {ack: 1}\n",
            "w.yaml:3:13: unknown key 'ack' in producers; did you mean 'acks'?"
        ),
        (
            "topic: {replication.facotr: 1}\n",
            "w.yaml:3:9: unknown key 'replication.facotr' in topic; "
                + "did you mean 'replication.factor'?"
        ),
        (
            "cluster: {network: {latency: 1ms}}\n",
            "w.yaml:3:21: unknown key 'latency' in cluster.network; "
                + "expected one of rtt, jitter, bandwidth"
        ),
        (
            "records: {cardinality: 5}\n",
            "w.yaml:3:11: unknown key 'cardinality' in records; it belongs in records.key"
        ),
        ("partitions: 3\n", "w.yaml:3:1: unknown key 'partitions'; it belongs in topic"),
        (
            "transactions: []\n",
            "w.yaml:3:1: unknown key 'transactions'; expected one of name, question, reading, "
                + "faults, also, pitfall, topic, producers, records, consumers, cluster, run"
        ),
        (
            "also: [{faults: []}]\n",
            "w.yaml:3:9: unknown key 'faults' in also[0]; faults stand at the top of the file and "
                + "hold for all of its cells"
        ),
        (
            "producers: {transactional.id: x}\n",
            "w.yaml:3:13: unknown key 'transactional.id' in producers; expected one of count, "
                + "idle, send, rate, slo.achieved, slo.publish.p99, search.precision, arrival, "
                + "burst.on, burst.off, steps, ramp.from, ramp.to, diurnal.period, diurnal.amplitude, acks, batch.size, linger.ms, max.in.flight, "
                + "max.in.flight.requests.per.connection, buffer.memory, compression.type, "
                + "enable.idempotence, retries, retry.backoff.ms, retry.backoff.max.ms, "
                + "request.timeout.ms, delivery.timeout.ms, metadata.max.age.ms, "
                + "null.key.partitioner, partition.switch"
        ),
        (
            "topic: {max.message.bytes: 1MB}\n",
            "w.yaml:3:9: unknown key 'max.message.bytes' in topic; expected one of count, "
                + "partitions, "
                + "replication.factor, min.insync.replicas, unclean.leader.election.enable, "
                + "segment.bytes, segment.ms, retention.bytes, retention.ms, "
                + "retention.spares.unread, cleanup.policy, min.compaction.lag.ms, "
                + "min.cleanable.dirty.ratio, delete.retention.ms"
        ),
        (
            "also: [{name: x}]\n",
            "w.yaml:3:9: unknown key 'name' in also[0]; expected one of topic, producers, "
                + "records, consumers, cluster, run"
        ),
        (
            "also: [{topic: {partitions: 2}}, {topic: {partition: 2}}]\n",
            "w.yaml:3:43: unknown key 'partition' in also[1].topic; did you mean 'partitions'?"
        ),
    ])
    func `a key that does nothing is refused`(body: String, expected: String) {
        #expect(message(body) == expected)
    }
}
