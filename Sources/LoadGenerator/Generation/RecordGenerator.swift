public import Records
public import RunResults
public import Workloads

/// The records of one producer, pulled as they fall due: a step function over a seed and time.
///
/// The same seed and configuration give the same keys, sizes and intended times, whenever it is
/// pulled. Pulling allocates nothing. For one thread at a time.
public struct RecordGenerator: ~Copyable {
    public let producer: Int
    public let timeline: RunTimeline
    public var counts = GenerationCounts()
    /// From the intended to the actual send time, of measured records; empty at `rate: max`.
    public var publishDelay = LatencyHistogram()
    /// Records that the sink took, over the whole run.
    public var madeRecords = 0

    /// Of all topics.
    @usableFromInline var partitions: Int
    @usableFromInline var placement: KeyPlacement
    @usableFromInline let keyField: KeyField
    @usableFromInline let keyBytes: Int
    /// Of every value, where all are alike; else the most.
    @usableFromInline let valueBytes: Int
    /// Nil where all values are alike.
    @usableFromInline let sizes: ValueSizeSampler?
    @usableFromInline var sizeRandom: RandomSource
    /// The sizes of what is drawn; without meaning where all values are alike.
    @usableFromInline let drawnSizes: UnsafeMutablePointer<UInt32>
    /// Fills values anew for each record; nil where all are filled from `payload`.
    @usableFromInline var filler: ValueFiller?
    @usableFromInline let sampler: EntitySampler
    /// Entities of all producers: the range of wrong keys.
    @usableFromInline let cardinality: UInt64
    @usableFromInline var random: RandomSource
    /// Nil at `rate: max`.
    @usableFromInline var schedule: ArrivalSchedule?
    @usableFromInline let spread: NullKeyPartitioner
    @usableFromInline var roundRobin: RoundRobinPartitioner
    @usableFromInline var sticky: StickyPartitioner
    private let stickyBytes: Int
    /// The next sequence of each entity that this producer owns, by its place among them.
    @usableFromInline let entitySequences: UnsafeMutablePointer<UInt64>
    /// Where the key of the record that is being written is made.
    @usableFromInline let key: UnsafeMutableRawPointer
    /// Bytes from which values are filled.
    @usableFromInline let payload: UnsafeMutableRawPointer
    /// Records drawn and not yet taken by the sink: those from `nextDrawn` on.
    @usableFromInline let drawn: UnsafeMutablePointer<Draw>
    @usableFromInline var nextDrawn = RecordGenerator.drawnCount
    /// The entities and keys of as many records after those, chosen early so that the scattered
    /// memory of their sequences is in the caches when they are drawn.
    @usableFromInline let foreseen: UnsafeMutablePointer<Choice>
    /// Records foreseen so far.
    @usableFromInline var ordinal: UInt64 = 0
    /// Whether the measured time was over when `rate: max` was last pulled.
    @usableFromInline var isOver = false
    /// Records made in one pull at most, which bounds how long a step takes.
    @usableFromInline let recordsPerPull: Int

    /// What was drawn for one record.
    @usableFromInline struct Draw {
        @usableFromInline let entity: UInt32
        @usableFromInline let partition: PartitionIndex
        @usableFromInline let entitySequence: UInt64
        /// What the key stands for; meaningless where keys are null.
        @usableFromInline let identifier: UInt64

        @inlinable init(
            entity: UInt32, partition: PartitionIndex, entitySequence: UInt64, identifier: UInt64
        ) {
            self.entity = entity
            self.partition = partition
            self.entitySequence = entitySequence
            self.identifier = identifier
        }
    }

    /// What chance gave one record.
    @usableFromInline struct Choice {
        /// Random bits that choose the entity.
        @usableFromInline var bits: UInt64
        /// The entity's place among those that this producer owns.
        @usableFromInline var owned: Int
        /// What a wrong key stands for.
        @usableFromInline var wrongIdentifier: UInt64

        @inlinable init(bits: UInt64, wrongIdentifier: UInt64) {
            self.bits = bits
            self.wrongIdentifier = wrongIdentifier
            owned = 0
        }
    }

    /// How many records are drawn at a time.
    @usableFromInline static let drawnCount = 32

    /// How a pull ended.
    public enum Outcome {
        /// The pull was long enough; there is more to make now.
        case more
        /// Nothing is due before `nextDue`.
        case done
        /// The sink takes no more for now.
        case refused
        /// There is more to make at `rate: max`, and ample waits in the sink.
        case enough
    }

    /// The topic has `count` partitions from now on: keys fall on other partitions than before.
    ///
    /// - Precondition: at least as many as before.
    package mutating func usePartitions(_ count: Int) {
        precondition(count >= partitions, "a topic never loses partitions")
        partitions = count
        placement.partitions = count
        roundRobin = RoundRobinPartitioner(partitions: count, first: producer)
        sticky = StickyPartitioner(partitions: count, switchBytes: stickyBytes)
        guard keyField != .none else { return }
        // What is drawn already goes where its keys now belong.
        for index in nextDrawn..<Self.drawnCount {
            let draw = drawn[index]
            drawn[index] = Draw(
                entity: draw.entity, partition: partitionByKey(draw.identifier),
                entitySequence: draw.entitySequence, identifier: draw.identifier)
        }
    }

    /// Streams of random numbers from there on are for sizes, one for each producer.
    private static let sizeStream: UInt64 = 1 << 48
    private static let recordsPerPullMax = 2048
    private static let bytesPerPullMax = 256 << 10

    /// - Parameter sampler: draws this producer's entities; nil makes one.
    package init(
        _ configuration: RunConfiguration, sampler: EntitySampler? = nil, producer: Int,
        seed: UInt64, timeline: RunTimeline
    ) {
        self.producer = producer
        self.timeline = timeline
        let settings = configuration.producers
        partitions = configuration.topic.allPartitions
        placement = KeyPlacement(configuration)
        keyField = configuration.records.key.field
        keyBytes = configuration.records.key.bytes
        let sizing = ValueSizing(configuration)
        sizes = sizing.sampler
        valueBytes = sizing.largest
        recordsPerPull = max(
            1, min(Self.recordsPerPullMax, Self.bytesPerPullMax / (keyBytes + sizing.usual)))
        cardinality = UInt64(configuration.records.key.cardinality)
        let sampler =
            sampler
            ?? EntitySampler(
                keys: configuration.records.key, producer: producer, producers: settings.count)
        self.sampler = sampler
        let root = RandomSource(seed: seed)
        random = root.fork(stream: UInt64(2 * producer))
        if case .recordsPerSecond(let rate) = settings.rate {
            schedule = ArrivalSchedule(
                arrival: settings.arrival, rate: rate * sampler.share, start: timeline.start,
                phase: Double(producer) / Double(settings.count),
                random: root.fork(stream: UInt64(2 * producer + 1)),
                shape: RateShape(
                    settings.shape, of: settings.arrival,
                    duration: timeline.measureEnd - timeline.measureStart),
                warmup: timeline.measureStart - timeline.start)
        } else {
            schedule = nil
        }
        spread = settings.nullKeyPartitioner
        roundRobin = RoundRobinPartitioner(partitions: partitions, first: producer)
        stickyBytes = settings.batchBytes
        sticky = StickyPartitioner(partitions: partitions, switchBytes: settings.batchBytes)
        entitySequences = .allocate(capacity: sampler.ownedCount)
        entitySequences.initialize(repeating: 0, count: sampler.ownedCount)
        drawn = .allocate(capacity: Self.drawnCount)
        drawnSizes = .allocate(capacity: Self.drawnCount)
        drawnSizes.initialize(repeating: UInt32(clamping: valueBytes), count: Self.drawnCount)
        sizeRandom = root.fork(stream: Self.sizeStream + UInt64(producer))
        foreseen = .allocate(capacity: Self.drawnCount)
        key = .allocate(byteCount: max(RecordKey.byteCountMin, keyBytes), alignment: 8)
        payload = .allocate(byteCount: max(1, valueBytes), alignment: 8)
        var bytes = root.fork(stream: UInt64.max - UInt64(producer))
        for index in 0..<valueBytes {
            payload.storeBytes(
                of: UInt8(truncatingIfNeeded: bytes.next()), toByteOffset: index, as: UInt8.self)
        }
        filler =
            settings.compression == .none
            ? nil
            : ValueFiller(
                compressibility: configuration.records.value.compressibility, random: bytes)
        foresee()
    }

    deinit {
        entitySequences.deallocate()
        drawn.deallocate()
        drawnSizes.deallocate()
        foreseen.deallocate()
        key.deallocate()
        payload.deallocate()
    }

    /// When the next record is due; nil when there will be none.
    package var nextDue: Instant? {
        guard let schedule else { return isOver ? nil : timeline.start }
        return schedule.next < timeline.measureEnd ? schedule.next : nil
    }
}
