import Records
import RunResults
import Workloads

extension RunDimensions {
    /// What records are like, beside their keys.
    mutating func setLoad(_ configuration: RunConfiguration) {
        let records = configuration.records
        valueDistribution = Self.distribution(records)
        if configuration.producers.compression != .none {
            compressibility = records.value.compressibility
        }
        headers = records.headers
        if records.headers > 0 { headerBytes = records.headerBytes }
        idleProducers = configuration.producers.idle
        sending = configuration.producers.send.rawValue
        topics = configuration.topic.count
        arrivalShape = Self.shape(configuration.producers)
    }

    /// How the rate changes; empty where it does not.
    private static func shape(_ producers: ProducerSettings) -> String {
        guard producers.rate != .max else { return "" }
        let shape = producers.shape
        switch producers.arrival {
        case .constant, .poisson: return ""
        case .bursts: return "on \(shape.burstOn) off \(shape.burstOff)"
        case .step: return shape.steps.map(plain).joined(separator: " ")
        case .ramp: return "\(plain(shape.rampFrom)) to \(plain(shape.rampTo))"
        case .diurnal: return "period \(shape.period) amplitude \(plain(shape.amplitude))"
        }
    }

    private static func plain(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
    }

    private static func distribution(_ records: RecordSettings) -> String {
        let value = records.value
        let name = value.distribution.rawValue
        let bounds = "\(value.minBytes) to \(records.valueBytes)"
        switch value.distribution {
        case .fixed: return name
        case .uniform: return "\(name) \(bounds)"
        case .lognormal: return "\(name) \(value.medianBytes ?? 0) sigma \(value.sigma), \(bounds)"
        case .pareto: return "\(name) shape \(value.shape), \(bounds)"
        case .histogram: return "\(name) \(value.histogram?.label ?? "")"
        }
    }
}
