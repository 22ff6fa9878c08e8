import Client
import Workloads

extension ProducerConfiguration {
    /// The producers that a run's configuration asks for.
    init(_ settings: ProducerSettings) {
        self.init()
        acks = settings.acks
        batchBytes = settings.batchBytes
        linger = settings.linger
        maxInFlight = settings.maxInFlight
        bufferMemoryBytes = settings.bufferMemoryBytes
        codec = settings.compression
        isIdempotent = settings.isIdempotent
        requestTimeout = settings.requestTimeout
        deliveryTimeout = settings.deliveryTimeout
        retriesMax = settings.retries
        retryBackoff = settings.retryBackoff
        retryBackoffMax = settings.retryBackoffMax
        metadataAgeMax = settings.metadataAgeMax
    }
}
