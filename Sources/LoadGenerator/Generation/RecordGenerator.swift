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

    public let partitions: Int
    public let keyField: KeyField
    public let keyBytes: Int
    public let valueBytes: Int
    public let sampler: EntitySampler
    /// Entities of all producers: the range of wrong keys.
    public let cardinality: UInt64
    public let producers: Int
    public var random: RandomSource
    /// Nil at `rate: max`.
    public var schedule: ArrivalSchedule?
    public let spread: NullKeyPartitioner
    public var roundRobin: RoundRobinPartitioner
    public var sticky: StickyPartitioner
    /// The next sequence of each entity that this producer owns, by entity / producers.
    public let entitySequences: UnsafeMutablePointer<UInt64>
    /// Where a key is written before it is hashed.
    public let keyScratch: UnsafeMutableRawPointer
    /// Bytes from which values are filled.
    public let payload: UnsafeMutableRawPointer
    /// Records that the sink took, over the whole run.
    public var madeRecords = 0
    /// The record that the sink refused, to be offered again.
    public var refused: Draw?

    /// What was drawn for one record.
    public struct Draw {
        public let entity: UInt32
        public let partition: PartitionIndex
        public let intended: Instant

        @inlinable init(entity: UInt32, partition: PartitionIndex, intended: Instant) {
            self.entity = entity
            self.partition = partition
            self.intended = intended
        }
    }

    /// Records made in one pull at most, which bounds how long a step takes.
    public static let recordsPerPull = 2048

    package init(
        _ configuration: RunConfiguration, producer: Int, seed: UInt64, timeline: RunTimeline
    ) {
        self.producer = producer
        self.timeline = timeline
        let settings = configuration.producers
        producers = settings.count
        partitions = configuration.topic.partitions
        keyField = configuration.records.key.field
        keyBytes = configuration.records.key.bytes
        valueBytes = configuration.records.valueBytes
        cardinality = UInt64(configuration.records.key.cardinality)
        sampler = EntitySampler(
            keys: configuration.records.key, producer: producer, producers: settings.count)
        let root = RandomSource(seed: seed)
        random = root.fork(stream: UInt64(2 * producer))
        if case .recordsPerSecond(let rate) = settings.rate {
            schedule = ArrivalSchedule(
                arrival: settings.arrival, rate: rate * sampler.share, start: timeline.start,
                phase: Double(producer) / Double(settings.count),
                random: root.fork(stream: UInt64(2 * producer + 1)))
        } else {
            schedule = nil
        }
        spread = settings.nullKeyPartitioner
        roundRobin = RoundRobinPartitioner(partitions: partitions, first: producer)
        sticky = StickyPartitioner(partitions: partitions, switchBytes: settings.batchBytes)
        entitySequences = .allocate(capacity: sampler.ownedCount)
        entitySequences.initialize(repeating: 0, count: sampler.ownedCount)
        keyScratch = .allocate(byteCount: max(8, keyBytes), alignment: 8)
        payload = .allocate(byteCount: max(1, valueBytes), alignment: 8)
        var filler = root.fork(stream: UInt64.max - UInt64(producer))
        for index in 0..<valueBytes {
            payload.storeBytes(
                of: UInt8(truncatingIfNeeded: filler.next()), toByteOffset: index, as: UInt8.self)
        }
    }

    deinit {
        entitySequences.deallocate()
        keyScratch.deallocate()
        payload.deallocate()
    }

    /// When the next record is due; nil when there will be none.
    public var nextDue: Instant? {
        if let refused { return refused.intended }
        guard let next = schedule?.next else { return Instant(Int64.min) }
        return next < timeline.measureEnd ? next : nil
    }

    /// Makes the records that are due, up to a bounded number, into `sink`.
    ///
    /// - Parameters:
    ///   - now: the present instant.
    ///   - timestamp: the same in milliseconds since 1970, for the records.
    /// - Returns: whether more are due now and the sink would take them.
    @inlinable public mutating func pull<Sink: RecordSink & ~Copyable>(
        into sink: inout Sink, now: Instant, timestamp: Int64
    ) -> Bool {
        schedule == nil
            ? pullMaximum(into: &sink, now: now, timestamp: timestamp)
            : pullDue(into: &sink, now: now, timestamp: timestamp)
    }

    /// `rate: max`: as many as the sink takes, sent as of now.
    @inlinable public mutating func pullMaximum<Sink: RecordSink & ~Copyable>(
        into sink: inout Sink, now: Instant, timestamp: Int64
    ) -> Bool {
        guard now < timeline.measureEnd else { return false }
        var made = 0
        while made < Self.recordsPerPull {
            let draw = refused ?? self.draw(intended: now, sink: sink)
            guard write(draw, sendTime: now, into: &sink, now: now, timestamp: timestamp) else {
                break
            }
            made += 1
        }
        if timeline.isMeasured(now) {
            counts.offeredRecords += made
            counts.sentInTimeRecords += made
        }
        return refused == nil
    }

    /// An open loop: every record whose intended time has come.
    @inlinable public mutating func pullDue<Sink: RecordSink & ~Copyable>(
        into sink: inout Sink, now: Instant, timestamp: Int64
    ) -> Bool {
        var made = 0
        while made < Self.recordsPerPull {
            let draw: Draw
            if let refused {
                draw = refused
            } else {
                guard let next = schedule?.next, next <= now, next < timeline.measureEnd else {
                    return false
                }
                draw = self.draw(intended: next, sink: sink)
                schedule?.advance()
                if timeline.isMeasured(next) { counts.offeredRecords += 1 }
            }
            guard
                write(
                    draw, sendTime: draw.intended, into: &sink, now: now, timestamp: timestamp)
            else { return false }
            if timeline.isMeasured(draw.intended) {
                if now < timeline.measureEnd { counts.sentInTimeRecords += 1 }
                publishDelay.record(now - draw.intended)
            }
            made += 1
        }
        return true
    }

    /// Draws a record's entity, key and partition. The key's bytes stay in `keyScratch`.
    @inlinable public mutating func draw<Sink: RecordSink & ~Copyable>(
        intended: Instant, sink: borrowing Sink
    ) -> Draw {
        let entity = sampler.draw(using: &random)
        let partition: PartitionIndex
        switch keyField {
        case .entity:
            partition = hash(UInt64(entity))
        case .wrong:
            partition = hash(random.next(below: cardinality))
        case .none:
            switch spread {
            case .roundRobin: partition = roundRobin.next()
            case .sticky:
                if sticky.record(bytes: valueBytes) { switchSticky(sink) }
                partition = sticky.current
            }
        }
        return Draw(entity: entity, partition: partition, intended: intended)
    }

    @inlinable public func hash(_ key: UInt64) -> PartitionIndex {
        RecordKey.write(key, size: keyBytes, to: keyScratch)
        return Murmur2.partition(
            of: UnsafeRawBufferPointer(start: keyScratch, count: keyBytes),
            partitions: partitions)
    }

    @inlinable public mutating func switchSticky<Sink: RecordSink & ~Copyable>(
        _ sink: borrowing Sink
    ) {
        var sizes: [Int] = []
        for partition in 0..<partitions { sizes.append(sink.queuedBytes(partition: partition)) }
        sticky.switchPartition(queueSizes: sizes, random: random.next())
    }

    /// Puts a record into the sink, or keeps it as refused.
    @inlinable public mutating func write<Sink: RecordSink & ~Copyable>(
        _ draw: Draw, sendTime: Instant, into sink: inout Sink, now: Instant, timestamp: Int64
    ) -> Bool {
        let key =
            keyField == .none
            ? nil : UnsafeRawBufferPointer(start: keyScratch, count: keyBytes)
        guard
            let room = sink.reserve(
                partition: draw.partition, timestamp: timestamp, key: key,
                valueBytes: valueBytes, sendTime: sendTime, now: now)
        else {
            refused = draw
            counts.refusals += 1
            return false
        }
        refused = nil
        let owned = Int(draw.entity) / producers
        RecordStamp(
            entity: draw.entity, producer: UInt16(truncatingIfNeeded: producer),
            entitySequence: entitySequences[owned], partitionSequence: room.sequence,
            intendedTime: sendTime
        ).write(to: room.value)
        entitySequences[owned] &+= 1
        madeRecords &+= 1
        if valueBytes > RecordStamp.byteCount {
            (room.value + RecordStamp.byteCount).copyMemory(
                from: payload + RecordStamp.byteCount,
                byteCount: valueBytes - RecordStamp.byteCount)
        }
        return true
    }

    /// Accounts for time that the caller spent in pulling.
    public mutating func addBusy(_ time: Nanoseconds) { counts.busyNanoseconds += time.rawValue }
}
