package import Records

/// What a member owns, and where it goes on.
extension MemberChecker {
    /// The member goes on at `position` of a partition, wherever others of its group stood: what
    /// they had read from there on may be read again, and what none of them has read before it is
    /// passed over.
    ///
    /// - Parameter generation: that in which the partition comes to it, of a group that subscribes;
    ///   nil where it is no other's than before.
    /// - Returns: whether it is the partition's latest owner.
    @discardableResult
    package func resumed(
        _ partition: PartitionIndex, at position: Offset, generation: Int32? = nil,
        passing: PassingCause
    ) -> Bool {
        guard has(partition) else { return false }
        let reads = group.reads
        let place = partition.index
        if let generation {
            let isLatest = reads.tenures.begin(
                place, member: number, generation: generation, at: position.rawValue,
                word: reads.rows[place * rowWords])
            guard isLatest else { return false }
        }
        let isFormer = takesUp(partition)
        let passed = reads.resume(place, at: position)
        if isFormer { laysDown(partition) }
        guard !passed.isEmpty else { return !isFormer }
        if !isFormer, reads.tenures.isUsed {
            reads.tenures.note(
                TenureTable.Passed(offsets: passed, member: number, cause: passing), place)
        }
        ownCounts.pointee.pass(UInt64(passed.count), passing)
        return !isFormer
    }

    /// The member owns these in a generation; those that are new to it are told when it knows
    /// where to begin.
    package func renewed(_ partitions: [PartitionIndex], generation: Int32) {
        for partition in partitions where has(partition) {
            group.reads.tenures.renew(partition.index, member: number, generation: generation)
        }
    }

    /// The member reads these no more.
    package func gaveUp(_ partitions: [PartitionIndex]) {
        for partition in partitions where has(partition) {
            group.reads.tenures.end(partition.index, member: number)
        }
    }

    /// The member's process ended.
    package func gaveUpAll() {
        guard group.reads.tenures.isUsed else { return }
        group.reads.tenures.endAll(member: number)
    }

    /// Whether the group has given a partition to another member since this one owned it.
    package func isOvertaken(_ partition: PartitionIndex) -> Bool {
        has(partition)
            && group.reads.tenures.isOwnedByAnother(than: number, partition.index)
    }

    private func has(_ partition: PartitionIndex) -> Bool {
        0..<Int32(partitions) ~= partition.rawValue
    }

    // MARK: Members that were put out

    /// The member processes some records of a partition. Where it owned that before another came to
    /// own it, and has not heard of it, what they both read is judged from where each of them
    /// stands. To be called once for many records; O(1).
    ///
    /// - Returns: whether it is so, and `laysDown` is to follow.
    package func takesUp(_ partition: PartitionIndex) -> Bool {
        isOvertaken(partition) && takesUpAsFormer(partition.index)
    }

    private func takesUpAsFormer(_ partition: Int) -> Bool {
        let reads = group.reads
        guard let word = reads.tenures.formerWord(partition, member: number) else { return false }
        let row = reads.rows + partition * rowWords
        reads.announce(partition, to: row.pointee)
        reads.latestWord = row.pointee
        row.pointee = word
        return true
    }

    /// It has processed them.
    package func laysDown(_ partition: PartitionIndex) {
        let reads = group.reads
        let row = reads.rows + partition.index * rowWords
        let word = row.pointee
        reads.announce(partition.index, to: word)
        row.pointee = reads.latestWord
        let read = reads.tenures.advance(partition.index, member: number, to: word)
        guard let (count, passed) = read, count > 0 else { return }
        group.memberCounts(of: passed.member).pointee.pass(0 &- count, passed.cause)
    }
}

extension MemberCounts {
    /// `count` offsets were passed over; a count below 0 takes some back.
    fileprivate mutating func pass(_ count: UInt64, _ cause: PassingCause) {
        switch cause {
        case .commit: offsetsPassedByCommit &+= count
        case .reset: offsetsPassedByReset &+= count
        case .retention: offsetsPassedByRetention &+= count
        }
    }
}
