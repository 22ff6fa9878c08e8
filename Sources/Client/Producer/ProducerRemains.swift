/// What the successor of a producer that crashed goes on with.
package struct ProducerRemains: Hashable, Sendable {
    /// The next record's number in each partition, as the application stamps them.
    package let sequences: [UInt64]
    /// What the successor is known by: the logs refuse what still comes of the one that crashed.
    package let identity: ProducerIdentity
    /// From where the successor numbers its requests, so that it ignores answers to the others.
    let firstRequest: UInt64
}
