import Faults
package import Workloads

extension RunConfiguration {
    /// How many partitions the topic has in the end.
    package var finalPartitions: Int {
        faults.reduce(topic.partitions) { count, fault in
            if case .addPartitions(let total) = fault.action { max(count, total) } else { count }
        }
    }
}
