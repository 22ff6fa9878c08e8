import Client
import Records

/// A producer or consumer that a shard drives.
enum ClientActor {
    case producer(Producer)
    case consumer(Consumer)

    /// When it wants its step, if nothing comes for it before.
    var nextStep: Instant {
        switch self {
        case .producer(let producer): producer.nextStep
        case .consumer(let consumer): consumer.nextStep
        }
    }
}
