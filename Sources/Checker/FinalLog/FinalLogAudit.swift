package import Records

/// Holds the logs as they are at the end against what was acknowledged.
///
/// It is handed every record of each partition's final log in the order of the offsets, and keeps
/// the sends that are there as ranges: a producer and partition costs one range while its sends
/// came without holes and in order, and a record that follows the one before takes constant time
/// and allocates nothing. For one thread at a time.
package struct FinalLogAudit: ~Copyable {
    /// The sends of one producer in one partition.
    private struct Place {
        /// The sends of the last records in a row, above all others, which are in `present`.
        var run: Range<UInt64> = 0..<0
        var present = SequenceRanges()
    }

    /// A send, and where it lies where that is known.
    package struct Send: Hashable, Sendable {
        package var producer: Int
        package var partition: PartitionIndex
        package var sequence: UInt64
        package var offset: Offset?

        package init(
            producer: Int, partition: PartitionIndex, sequence: UInt64, offset: Offset? = nil
        ) {
            self.producer = producer
            self.partition = partition
            self.sequence = sequence
            self.offset = offset
        }
    }

    private let producers: Int
    private let partitions: Int
    private let examplesMax: Int
    private let places: UnsafeMutablePointer<Place>
    private var lastOffsets: [Int64]
    private var findings = FinalLogVerdict()

    /// - Parameter examplesMax: how many sends are named of each kind of finding.
    package init(producers: Int, partitions: Int, examplesMax: Int = 10) {
        precondition(producers >= 1, "producers: \(producers)")
        precondition(partitions >= 1, "partitions: \(partitions)")
        self.producers = producers
        self.partitions = partitions
        self.examplesMax = examplesMax
        places = .allocate(capacity: producers * partitions)
        places.initialize(repeating: Place(), count: producers * partitions)
        lastOffsets = [Int64](repeating: .min, count: partitions)
    }

    deinit {
        places.deinitialize(count: producers * partitions)
        places.deallocate()
    }

    /// The next record of `partition`'s log.
    package mutating func note(_ stamp: RecordStamp, partition: PartitionIndex, offset: Offset) {
        note(
            producer: Int(stamp.producer), sequence: stamp.partitionSequence,
            partition: partition, offset: offset)
    }

    /// The next record of `partition`'s log: a producer's send to the partition of this number.
    package mutating func note(
        producer: Int, sequence: UInt64, partition: PartitionIndex, offset: Offset
    ) {
        noteOffset(offset, partition: partition)
        guard producer < producers, sequence < GroupChecker.sequenceLimit else {
            findings.phantoms += 1
            return
        }
        let place = places + (partition.index * producers + producer)
        let run = place.pointee.run
        if sequence == run.upperBound, !run.isEmpty {
            place.pointee.run = run.lowerBound..<sequence + 1
            return
        }
        noteDeviating(
            Send(producer: producer, partition: partition, sequence: sequence, offset: offset),
            place)
    }

    /// The next record of `partition`'s log, which carries no stamp.
    package mutating func noteUnstamped(partition: PartitionIndex, offset: Offset) {
        noteOffset(offset, partition: partition)
        findings.phantoms += 1
    }

    private mutating func noteOffset(_ offset: Offset, partition: PartitionIndex) {
        precondition(
            0..<partitions ~= partition.index, "partition \(partition) of \(partitions)")
        let last = lastOffsets[partition.index]
        lastOffsets[partition.index] = offset.rawValue
        findings.records += 1
        guard last != .min, offset.rawValue != last &+ 1 else { return }
        if offset.rawValue <= last {
            findings.offsetsRepeated += 1
        } else {
            findings.offsetsSkipped = findings.offsetsSkipped
                .clampedAdding(Int(clamping: offset.rawValue &- last &- 1))
        }
    }

    private mutating func noteDeviating(_ send: Send, _ place: UnsafeMutablePointer<Place>) {
        place.pointee.present.insert(place.pointee.run)
        place.pointee.run = 0..<0
        let above = place.pointee.present.ranges.last?.upperBound ?? 0
        if send.sequence >= above {
            place.pointee.run = send.sequence..<send.sequence + 1
        } else if place.pointee.present.range(containing: send.sequence) != nil {
            findings.duplicates += 1
            if findings.duplicateExamples.count < examplesMax {
                findings.duplicateExamples.append(send)
            }
        } else {
            findings.reorderings += 1
            if findings.reorderingExamples.count < examplesMax {
                findings.reorderingExamples.append(send)
            }
            place.pointee.present.insert(send.sequence..<send.sequence + 1)
        }
    }

    /// What the logs lack and hold too much. `acks` holds one table for each producer, in any
    /// order.
    ///
    /// - Parameter group: whose reading proves a send that retention has deleted since; nil where
    ///   nothing was deleted.
    package func verdict(
        acks: [AckTable], verifiedBy group: GroupChecker? = nil
    ) -> FinalLogVerdict {
        var verdict = findings
        for table in acks.sorted(by: { $0.producer < $1.producer }) {
            precondition(
                table.producer < producers && table.partitions <= partitions,
                "a table for producer \(table.producer) and \(table.partitions) partitions")
            for index in 0..<table.partitions {
                let place = places[index * producers + table.producer]
                var present = place.present
                present.insert(place.run)
                judge(table, PartitionIndex(index), present, group, &verdict)
            }
        }
        return verdict
    }

    private func judge(
        _ table: AckTable, _ partition: PartitionIndex, _ present: SequenceRanges,
        _ group: GroupChecker?, _ verdict: inout FinalLogVerdict
    ) {
        let sends = table[partition]
        var missing = sends.acknowledged.subtracting(present)
        if let group {
            missing = missing.subtracting(
                group.reads.sendsRead(producer: table.producer, partition: partition.index))
        }
        verdict.missingAcknowledged += missing.count
        verdict.failedButPresent += sends.failed.intersection(present).count
        verdict.phantoms += present.subtracting(SequenceRanges(0..<sends.sent)).count
        for range in missing.ranges {
            for sequence in range {
                guard verdict.missingExamples.count < examplesMax else { return }
                verdict.missingExamples.append(
                    Send(producer: table.producer, partition: partition, sequence: sequence))
            }
        }
    }
}
