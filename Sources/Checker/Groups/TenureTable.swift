/// Who owns each partition of a group whose members tell, and who was put out and does not know.
///
/// Two members read one partition where the group has put its owner out and given the partition to
/// another: the first works what it has taken to its end. That is no fault of theirs as long as
/// the first owned it in an earlier generation. Each then reads on from a position of its own:
/// that of the latest owner is in the partition's row, those of the others are here.
///
/// For one thread at a time, as soon as somebody owns something.
struct TenureTable {
    /// A member that owned a partition before its latest owner and has not given it up.
    struct Former {
        let member: Int
        var generation: Int32
        /// What word 0 of the partition's row is while this member reads.
        var word: UInt64
    }

    /// Offsets that the latest owner passed over, and that a former one may still read.
    struct Passed {
        var offsets: Range<Int64>
        /// Who counted them, and as what.
        let member: Int
        let cause: PassingCause
    }

    /// By partition, the latest owner; −1 for nobody, or where nobody tells.
    private let owners: UnsafeMutablePointer<Int32>
    private let generations: UnsafeMutablePointer<Int32>
    private let partitions: Int
    /// Whether anybody ever owned anything. Until then members of several threads may ask, and
    /// nothing is to be changed.
    private(set) var isUsed = false
    /// By partition, only where there are some.
    private var former: [Int: [Former]] = [:]
    private var passed: [Int: Passed] = [:]

    init(partitions: Int) {
        self.partitions = partitions
        owners = .allocate(capacity: partitions)
        owners.initialize(repeating: -1, count: partitions)
        generations = .allocate(capacity: partitions)
        generations.initialize(repeating: 0, count: partitions)
    }

    func deallocate() {
        owners.deallocate()
        generations.deallocate()
    }

    /// Whether another member is the latest owner. O(1).
    func isOwnedByAnother(than member: Int, _ partition: Int) -> Bool {
        let owner = owners[partition]
        return owner >= 0 && owner != Int32(truncatingIfNeeded: member)
    }

    /// A member owns a partition from now on, whose row has `word` in front. Answers whether it is
    /// the latest owner: a member that learns too late where it was to begin is not.
    mutating func begin(
        _ partition: Int, member: Int, generation: Int32, at position: Int64, word: UInt64
    ) -> Bool {
        isUsed = true
        remove(partition, member: member)
        if isOwnedByAnother(than: member, partition) {
            guard generation >= generations[partition] else {
                former[partition, default: []].append(
                    Former(
                        member: member, generation: generation,
                        word: UInt64(bitPattern: position)))
                return false
            }
            former[partition, default: []].append(
                Former(
                    member: Int(owners[partition]), generation: generations[partition],
                    word: word))
        }
        owners[partition] = Int32(truncatingIfNeeded: member)
        generations[partition] = generation
        passed[partition] = nil
        return true
    }

    /// The latest owner has passed some offsets over.
    mutating func note(_ passed: Passed, _ partition: Int) {
        if former[partition] != nil { self.passed[partition] = passed }
    }

    /// A member that owns a partition owns it in this generation too.
    mutating func renew(_ partition: Int, member: Int, generation: Int32) {
        if owners[partition] == Int32(truncatingIfNeeded: member) {
            generations[partition] = generation
        } else if let place = former[partition]?.firstIndex(where: { $0.member == member }) {
            former[partition]?[place].generation = generation
        }
    }

    /// A member reads a partition no more.
    mutating func end(_ partition: Int, member: Int) {
        remove(partition, member: member)
        if owners[partition] == Int32(truncatingIfNeeded: member) { owners[partition] = -1 }
    }

    /// A member reads nothing any more. O(partitions).
    mutating func endAll(member: Int) {
        for partition in 0..<partitions { end(partition, member: member) }
    }

    private mutating func remove(_ partition: Int, member: Int) {
        guard former[partition] != nil else { return }
        former[partition]?.removeAll { $0.member == member }
        if former[partition]?.isEmpty == true {
            former[partition] = nil
            passed[partition] = nil
        }
    }

    /// Where a member may still read a partition that another owns by now; nil where it may not:
    /// two owners in one generation excuse nothing.
    func formerWord(_ partition: Int, member: Int) -> UInt64? {
        former[partition]?.first {
            $0.member == member && $0.generation < generations[partition]
        }?.word
    }

    /// A former owner has read as far as `word`. Answers how many of those offsets the latest owner
    /// had passed over, and who counted them as what; each is told once.
    mutating func advance(
        _ partition: Int, member: Int, to word: UInt64
    ) -> (count: UInt64, passed: Passed)? {
        guard let place = former[partition]?.firstIndex(where: { $0.member == member }) else {
            return nil
        }
        former[partition]?[place].word = word
        guard let passed = passed[partition] else { return nil }
        let end = Int64(bitPattern: word)
        let rest = max(passed.offsets.lowerBound, min(passed.offsets.upperBound, end))
        self.passed[partition]?.offsets = rest..<passed.offsets.upperBound
        return (UInt64(rest - passed.offsets.lowerBound), passed)
    }

    /// The log was cut at `end`.
    mutating func truncate(_ partition: Int, at end: Int64) {
        guard let count = former[partition]?.count else { return }
        for place in 0..<count {
            guard let word = former[partition]?[place].word, Int64(bitPattern: word) > end else {
                continue
            }
            former[partition]?[place].word = UInt64(bitPattern: end)
        }
    }
}
