import Workloads

/// How large a generator's values are.
///
/// Found out here and not in the generator's initializer: an autoclosure over the configuration
/// there is miscompiled by Swift 6.3 with optimization, which releases a part of it too often.
struct ValueSizing {
    /// Nil where all are alike.
    let sampler: ValueSizeSampler?
    /// The largest, bytes.
    let largest: Int
    /// The mean, bytes.
    let usual: Int

    init(_ configuration: RunConfiguration) {
        sampler = ValueSizeSampler.of(configuration.records)
        if let sampler {
            largest = sampler.maxBytes
            usual = Int(sampler.meanBytes)
        } else {
            largest = configuration.records.valueBytes
            usual = largest
        }
    }
}
