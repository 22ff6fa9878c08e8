package import Records
package import Storage
import Platform
import Synchronization

/// What a running cluster lets other threads see. Every member may be used from any thread.
package final class ClusterGauges: @unchecked Sendable {
    private let logEnds: UnsafeMutablePointer<Atomic<Int64>>
    private let partitionCount: Int
    private let firstFailure = Lock<StorageError?>(nil)
    private let hasFailed = Atomic<Bool>(false)

    /// - Parameter partitions: of the topic under load, the only one that is gauged.
    init(partitions: Int) {
        partitionCount = partitions
        logEnds = .allocate(capacity: partitions)
        for index in 0..<partitions { (logEnds + index).initialize(to: Atomic(0)) }
    }

    deinit {
        logEnds.deinitialize(count: partitionCount)
        logEnds.deallocate()
    }

    func setLogEnd(_ end: Offset, of partition: TopicPartition) {
        guard partition.topic == TopicID(0), partition.partition.index < partitionCount else {
            return
        }
        logEnds[partition.partition.index].store(end.rawValue, ordering: .releasing)
    }

    /// One past the last record in the leader's log.
    package func logEnd(of partition: PartitionIndex) -> Offset {
        Offset(logEnds[partition.index].load(ordering: .acquiring))
    }

    func report(_ error: StorageError) {
        firstFailure.withLock { $0 = $0 ?? error }
        hasFailed.store(true, ordering: .releasing)
    }

    /// The first thing that a broker's disk refused; nil while all is well.
    package var storageFailure: StorageError? {
        guard hasFailed.load(ordering: .acquiring) else { return nil }
        return firstFailure.withLock { $0 }
    }
}
