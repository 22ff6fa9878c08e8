import Client
import Messages
import Records

/// The application behind a producer that is connected and sends nothing.
final class IdleProducer: ProducerApplication {
    var nextDue: Instant? { nil }

    func fill(_ accumulator: inout RecordAccumulator, now: Instant) -> FillOutcome { .done }

    func completed(_ batch: CompletedBatch, now: Instant) {}
}
