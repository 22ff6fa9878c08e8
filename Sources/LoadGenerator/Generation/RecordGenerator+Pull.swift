public import Records
public import RunResults
public import Workloads

extension RecordGenerator {
    /// Makes the records that are due, up to a bounded number, into `sink`.
    ///
    /// - Parameters:
    ///   - now: the present instant.
    ///   - timestamp: the same in milliseconds since 1970, for the records.
    @inlinable public mutating func pull<Sink: RecordSink & ~Copyable>(
        into sink: inout Sink, now: Instant, timestamp: Int64
    ) -> Outcome {
        schedule == nil
            ? pullMaximum(into: &sink, now: now, timestamp: timestamp)
            : pullDue(into: &sink, now: now, timestamp: timestamp)
    }

    /// `rate: max`: as many as the sink wants, sent as of now.
    @inlinable mutating func pullMaximum<Sink: RecordSink & ~Copyable>(
        into sink: inout Sink, now: Instant, timestamp: Int64
    ) -> Outcome {
        isOver = now >= timeline.measureEnd
        guard now >= timeline.start, !isOver else { return .done }
        if sink.hasAmple { return .enough }
        var outcome = Outcome.more
        var made = 0
        while made < recordsPerPull {
            guard write(sendTime: now, into: &sink, now: now, timestamp: timestamp) else {
                outcome = .refused
                break
            }
            made &+= 1
        }
        madeRecords &+= made
        if timeline.isMeasured(now) {
            counts.offeredRecords += made
            counts.sentInTimeRecords += made
        }
        return outcome
    }

    /// An open loop: every record whose intended time has come.
    @inlinable mutating func pullDue<Sink: RecordSink & ~Copyable>(
        into sink: inout Sink, now: Instant, timestamp: Int64
    ) -> Outcome {
        for _ in 0..<recordsPerPull {
            guard let due = schedule?.next, due <= now, due < timeline.measureEnd else {
                return .done
            }
            guard write(sendTime: due, into: &sink, now: now, timestamp: timestamp) else {
                return .refused
            }
            schedule?.advance()
            madeRecords &+= 1
            if timeline.isMeasured(due) {
                counts.offeredRecords &+= 1
                if now < timeline.measureEnd { counts.sentInTimeRecords &+= 1 }
                publishDelay.record(now - due)
            }
        }
        return .more
    }

    /// Puts the next record into the sink. False where the sink takes no more: the record is
    /// then the next one still.
    @inlinable @inline(__always)
    mutating func write<Sink: RecordSink & ~Copyable>(
        sendTime: Instant, into sink: inout Sink, now: Instant, timestamp: Int64
    ) -> Bool {
        if nextDrawn == Self.drawnCount { draw(for: &sink) }
        let draw = drawn[nextDrawn]
        let valueBytes = sizes == nil ? valueBytes : Int(drawnSizes[nextDrawn])
        var keyOrNil: UnsafeRawBufferPointer?
        if keyField != .none {
            RecordKey.write(draw.identifier, size: keyBytes, to: key)
            keyOrNil = UnsafeRawBufferPointer(start: key, count: keyBytes)
        }
        guard
            let room = sink.reserve(
                partition: draw.partition, timestamp: timestamp, key: keyOrNil,
                valueBytes: valueBytes, sendTime: sendTime, now: now)
        else {
            counts.refusals &+= 1
            return false
        }
        nextDrawn &+= 1
        if sizes != nil { sink.note(valueBytes: valueBytes, partition: draw.partition) }
        RecordStamp(
            entity: draw.entity, producer: UInt16(truncatingIfNeeded: producer),
            entitySequence: draw.entitySequence, partitionSequence: room.sequence,
            intendedTime: sendTime
        ).write(to: room.value)
        if valueBytes > RecordStamp.byteCount {
            guard filler == nil else {
                filler?.fill(room.value, byteCount: valueBytes)
                return true
            }
            (room.value + RecordStamp.byteCount).copyMemory(
                from: payload + RecordStamp.byteCount,
                byteCount: valueBytes &- RecordStamp.byteCount)
        }
        return true
    }

    /// Draws the next records: whose they are, their keys and their partitions.
    @inlinable @inline(never)
    mutating func draw<Sink: RecordSink & ~Copyable>(for sink: inout Sink) {
        if let sizes {
            for index in 0..<Self.drawnCount {
                drawnSizes[index] = sizes.draw(using: &sizeRandom)
            }
        }
        for index in 0..<Self.drawnCount {
            let owned = foreseen[index].owned
            let entity = sampler.entity(owned: owned)
            var identifier = UInt64(entity)
            let partition: PartitionIndex
            switch keyField {
            case .entity:
                partition = partitionByKey(identifier)
            case .wrong:
                identifier = foreseen[index].wrongIdentifier
                partition = partitionByKey(identifier)
            case .none:
                partition = partitionWithoutKey(&sink, valueBytes: Int(drawnSizes[index]))
            }
            let sequence = entitySequences[owned]
            entitySequences[owned] = sequence &+ 1
            drawn[index] = Draw(
                entity: entity, partition: partition, entitySequence: sequence,
                identifier: identifier)
        }
        nextDrawn = 0
        foresee()
    }

    /// Chooses what the draw after the next one will be made of, and has it fetched.
    @inlinable mutating func foresee() {
        for index in 0..<Self.drawnCount {
            let bits = random.next()
            sampler.expect(bits)
            foreseen[index] = Choice(
                bits: bits,
                wrongIdentifier: keyField == .wrong ? random.next(below: cardinality) : 0)
        }
        for index in 0..<Self.drawnCount {
            let owned = sampler.owned(choosing: foreseen[index].bits, ordinal: ordinal)
            ordinal &+= 1
            Prefetch.line(at: entitySequences + owned)
            foreseen[index].owned = owned
        }
    }

    @inlinable @inline(__always)
    func partitionByKey(_ identifier: UInt64) -> PartitionIndex {
        placement.partition(of: identifier, key: key)
    }

    @inlinable mutating func partitionWithoutKey<Sink: RecordSink & ~Copyable>(
        _ sink: inout Sink, valueBytes: Int
    ) -> PartitionIndex {
        switch spread {
        case .roundRobin: return roundRobin.next()
        case .sticky:
            if sticky.record(bytes: valueBytes) {
                let sizes = (0..<partitions).map { sink.queuedBytes(partition: $0) }
                sticky.switchPartition(queueSizes: sizes, random: random.next())
            }
            return sticky.current
        }
    }
}
