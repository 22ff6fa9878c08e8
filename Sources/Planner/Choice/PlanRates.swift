/// The rates that a plan is computed from: stated ones where the user stated them, measured ones
/// elsewhere.
struct PlanRates {
    let partition: CapacityRate
    /// Nil when no group reads the topic, or only the service time is known.
    let consumer: CapacityRate?
    /// The most that was measured in all, bytes per second at the requested record size; nil
    /// where the rate in question was stated.
    let ackedMax: Double?
    /// The same over all groups.
    let consumedMax: Double?
    /// The most partitions of a measured row; nil when the per-partition rate was stated.
    let partitionsMax: Int?
    let source: PlanSource

    /// - Throws: `noUsableRows`, `noPartitionRate` or `noConsumerRate` when a rate that the plan
    ///   needs is neither stated nor measured.
    init(
        _ request: PlanRequest, setting: ReplicationClass, profile: MeasuredProfile?
    ) throws(PlanError) {
        let bytes = request.recordBytes
        if let stated = request.perPartitionBytesPerSecond {
            partition = Self.stated(stated, flag: "--per-partition-throughput")
        } else if let profile {
            partition = try profile.partitionRate(setting, recordBytes: bytes)
        } else {
            throw .noPartitionRate
        }
        consumer = try Self.consumerRate(request, setting: setting, profile: profile)
        let measured = profile?.measuredMax(setting, recordBytes: bytes)
        ackedMax = partition.origin == .stated ? nil : measured?.acked
        let readIsMeasured = consumer.map { $0.origin != .stated } ?? false
        consumedMax = readIsMeasured ? measured?.consumed : nil
        partitionsMax = partition.origin == .stated ? nil : profile?.partitionsMax(setting)
        let usesResults = partition.origin != .stated || readIsMeasured
        source = PlanSource(
            partition: partition, consumer: consumer,
            results: usesResults ? profile?.results : nil)
    }

    private static func consumerRate(
        _ request: PlanRequest, setting: ReplicationClass, profile: MeasuredProfile?
    ) throws(PlanError) -> CapacityRate? {
        if request.groups == 0 { return nil }
        if let rate = request.perConsumerBytesPerSecond {
            return stated(rate, flag: "--per-consumer-throughput")
        }
        if let rate = profile?.consumerRate(setting, recordBytes: request.recordBytes) {
            return rate
        }
        if request.serviceTimeSeconds != nil { return nil }
        throw .noConsumerRate(
            lookedFor: "consumers, rate max, \(setting.name)", results: profile?.results)
    }

    private static func stated(_ rate: Double, flag: String) -> CapacityRate {
        CapacityRate(
            bytesPerSecond: rate, origin: .stated,
            basis: "\(flag) \(Figure.bytesPerSecond(rate))", isLowerBound: false, flags: [],
            measuredRecordBytes: nil)
    }

    /// What one consumer gets through at most: the lesser of reading and handling; nil when
    /// nothing reads the topic.
    func consumerBytesPerSecondMax(_ request: PlanRequest) -> Double? {
        if request.groups == 0 { return nil }
        let rates = [consumer?.bytesPerSecond, request.handlerBytesPerSecond].compactMap { $0 }
        return rates.min()
    }
}
