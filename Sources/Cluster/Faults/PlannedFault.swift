import Faults
import Records

/// One occurrence of a fault on its way through the shards.
package struct PlannedFault {
    /// Told apart from all others by this.
    let number: Int
    var action: FaultAction
    /// The partition whose leader or follower was asked for first, or whose log is to rot.
    var partition: PartitionIndex?
    /// When it heals; nil where it never does.
    let end: Instant?
    /// The fault's own chance.
    let random: RandomSource
}

/// What a shard has to do about a fault.
package enum FaultStep {
    /// Find out whom it strikes, or pass it on to a shard that knows.
    case find(PlannedFault)
    /// Every broker in it is found: do it.
    case strike(PlannedFault)
    case heal(PlannedFault)
    /// Consumers that waited for it are to start: no fault, but told in the same way.
    case startConsumers
}
