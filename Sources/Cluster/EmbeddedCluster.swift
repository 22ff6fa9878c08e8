import Brokers
import Client
package import Messages
import Platform
package import Records
import Storage

/// Brokers and clients driven in real time, on worker threads over real files.
///
/// Set it up, `start` it, watch its gauges, `stop` it. The members that say so may be used while
/// it runs; the others belong to the thread that set it up, before `start` and after `stop`.
package final class EmbeddedCluster {
    package let configuration: ClusterConfiguration
    package let gauges: ClusterGauges
    let topic: TopicConfiguration
    let directory: ShardDirectory
    let shards: [Shard]
    private let scheduler: ShardScheduler
    private var threads: [SystemThread] = []
    /// How many occurrences of faults have been scheduled.
    var scheduledFaults = 0
    /// Where each partition of the topic is.
    package let partitions: [PartitionMetadata]

    /// Makes the brokers and one topic, its logs opened.
    ///
    /// - Throws: `ClusterError` where the data directory cannot hold them.
    package init(
        _ configuration: ClusterConfiguration, topic: TopicConfiguration
    ) throws(ClusterError) {
        precondition(configuration.shards > 0 && configuration.brokers > 0)
        self.configuration = configuration
        for number in 0..<configuration.brokers {
            do throws(PlatformError) {
                try Directory.create(configuration.directory(of: BrokerID(number)))
            } catch { throw .platform(error) }
        }
        let directory = ShardDirectory(
            shardCount: configuration.shards, initialPartitions: topic.partitions,
            offsetsPartitions: configuration.offsetsTopic?.partitions ?? 0)
        let gauges = ClusterGauges(partitions: configuration.finalPartitions(topic))
        let shards = (0..<configuration.shards).map { index in
            Shard(
                index: index, configuration: configuration, gauges: gauges, directory: directory)
        }
        let states = shards.flatMap { $0.createTopic(topic) }
        partitions = states.map { state in
            PartitionMetadata(
                leader: state.leader ?? state.replicas[0], leaderEpoch: state.leaderEpoch,
                listener: directory.shard(of: state.partition))
        }
        if let offsets = configuration.offsetsTopic {
            for shard in shards { shard.createOffsetsTopic(offsets) }
        }
        self.gauges = gauges
        self.directory = directory
        self.shards = shards
        self.topic = topic
        scheduler = ShardScheduler(shards: shards, workerCount: configuration.shards)
        settle()
        if let failure = gauges.storageFailure { throw .storage(failure) }
    }

    /// Runs turns in this thread until the logs are open and followers wait for their leaders.
    private func settle() {
        var isQuiet = false
        while !isQuiet {
            isQuiet = true
            for shard in shards {
                let turn = shard.turn(now: Instant(MonotonicClock.now))
                shard.deliver { target, envelopes in shards[target].mailbox.post(&envelopes) }
                if turn.next == Instant(Int64.min) { isQuiet = false }
            }
        }
    }

    // MARK: Running

    /// Starts the worker threads, and with them the clients.
    package func start() throws(ClusterError) {
        let now = Instant(MonotonicClock.now)
        for shard in shards { shard.startClients(now: now) }
        for index in 0..<scheduler.workerCount {
            let worker = Worker(index: index, scheduler: scheduler)
            do throws(PlatformError) {
                threads.append(try SystemThread(name: "weir-\(index)") { worker.run() })
            } catch {
                stop()
                throw .platform(error)
            }
        }
    }

    /// Starts the consumers that wait for it. May be called while the cluster runs.
    package func startConsumers() {
        for shard in shards.indices { post([.fault(.startConsumers)], to: shard) }
    }

    /// Ends the worker threads after their present turns.
    package func stop() {
        scheduler.stop()
        for thread in threads { thread.join() }
        threads = []
    }

    /// The logs as they are now; after `stop`.
    package var finalLogs: FinalLogs { FinalLogs(self) }

    /// Closes the logs of all living brokers cleanly; after `stop`.
    ///
    /// - Throws: the first refusal of a disk; the other logs are closed all the same.
    package func close() throws(ClusterError) {
        var failure: StorageError?
        for shard in shards {
            do throws(StorageError) { try shard.close() } catch { failure = failure ?? error }
        }
        if let failure { throw .storage(failure) }
    }

    /// Tells every replica of each partition that nothing from its offset on may be deleted.
    /// May be called while the cluster runs.
    package func holdRetention(at floors: [Offset]) {
        for (index, floor) in floors.enumerated() {
            let partition = TopicPartition(topic: TopicID(0), partition: PartitionIndex(index))
            post(
                (0..<configuration.brokers).map {
                    .toBroker(BrokerID($0), .retentionFloor(partition, floor))
                }, to: directory.shard(of: partition))
        }
    }

    /// Lets every worker thread run `body` between two turns; comes back when all have. For one
    /// caller at a time, while the cluster runs.
    package func runOnWorkers(_ body: @escaping @Sendable () -> Void) {
        let parker = Parker()
        scheduler.runOnWorkers(body) { parker.park(until: MonotonicClock.now + 50_000) }
    }

    func post(
        _ payloads: [Envelope.Payload], to shard: Int, arrival: Instant = Instant(Int64.min)
    ) {
        var envelopes = payloads.map { Envelope(payload: $0, arrival: arrival) }
        shards[shard].mailbox.post(&envelopes)
        scheduler.wake(shard: shard, from: -1)
    }

    // MARK: Watching

    /// Nanoseconds that worker threads have spun for want of work. Any thread may ask.
    package var idleSpinNanoseconds: Int64 {
        (0..<scheduler.workerCount).reduce(0) { $0 + scheduler.idleSpin(of: $1) }
    }

    /// Nanoseconds that shards have spent in turns that found work. Any thread may ask.
    package var busyNanoseconds: Int64 { shards.reduce(0) { $0 + $1.counters.busyNanoseconds } }

    /// Bytes that all brokers have written. Any thread may ask.
    package var writtenBytes: Int { sum(\.writtenBytes) }

    /// Bytes that all brokers' files hold. Any thread may ask.
    package var keptBytes: Int { sum(\.keptBytes) }

    private func sum(_ bytes: (FileDisk) -> Int) -> Int {
        shards.reduce(0) { sum, shard in
            shard.seats.reduce(sum) { $0 + bytes($1.files) }
        }
    }

    /// The most threads that have worked at one time. Any thread may ask.
    package var widestSpread: Int { scheduler.widestSpread }
}
