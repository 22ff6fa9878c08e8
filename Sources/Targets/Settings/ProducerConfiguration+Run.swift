import Client
import Records
import Workloads

extension ProducerConfiguration {
    /// The producers that a run's configuration asks for, with the headers of its records.
    init(_ settings: ProducerSettings, records: RecordSettings = RecordSettings()) {
        self.init()
        headers = records.headers == 0 ? [] : RecordHeader.encoded(records.recordHeaders)
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

extension RecordSettings {
    /// The headers that every record carries: `h000` to `h999`, each with the same bytes.
    fileprivate var recordHeaders: [RecordHeader] {
        (0..<headers).map { number in
            let digits = String(1_000 + number).dropFirst()
            let value = (0..<headerBytes).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ number) }
            return RecordHeader(key: "h\(digits)", value: value)
        }
    }
}
