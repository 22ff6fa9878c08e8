import Records

extension WorkloadSchema {
    static let records: [Setting] = keys + values + headers

    private static let keys: [Setting] = [
        Setting("records.key", "distribution", \.records.key.choice, .word()),
        Setting(
            "records.key", "cardinality",
            need: "a distribution other than histogram, whose file says how many keys there are",
            isRead: { $0.records.key.distribution != .histogram },
            \.records.key.cardinality, .wholeNumber(1...1 << 30)),
        Setting("records.key", "exponent", \.records.key.exponent, .number(0.01...10)),
        Setting(
            "records.key", "hot.share", need: "records.key.distribution hot-set",
            \.records.key.hotShare, .number(0.001...0.999)),
        Setting(
            "records.key", "hot.keys", need: "records.key.distribution hot-set",
            \.records.key.hotKeys, .hotKeys),
        Setting(
            "records.key", "turnover", need: "records.key.distribution latest",
            \.records.key.turnover, .wholeNumber(1...1_000_000_000)),
        Setting(
            "records.key", "file", need: "records.key.distribution histogram",
            \.records.key.histogram,
            file: { (path, text) throws(WorkloadError) in
                KeyHistogram(path: path, weights: try text.weights())
            }, name: \.path),
        Setting(
            "records.key", "size", \.records.key.bytes,
            .bytes(8...(1 << 20), smallest: "a key begins with an 8-byte identifier")),
    ]

    private static let stampReason =
        "a value begins with a \(RecordStamp.byteCount)-byte stamp "
        + "(entity, producer, sequences, intended time)"

    private static let values: [Setting] = [
        Setting("records.value", "distribution", \.records.value.distribution, .word()),
        Setting(
            "records.value", "size", need: "records.value.distribution fixed",
            isRead: { $0.records.value.distribution == .fixed }, \.records.valueBytes, valueSize),
        Setting(
            "records.value", "min",
            need: "records.value.distribution uniform, lognormal or pareto",
            \.records.value.minBytes, valueSize),
        Setting(
            "records.value", "max",
            need: "records.value.distribution uniform, lognormal or pareto",
            \.records.value.maxBytes, valueSize, or: "none"),
        Setting(
            "records.value", "median", need: "records.value.distribution lognormal",
            \.records.value.medianBytes, valueSize, or: "none"),
        Setting(
            "records.value", "sigma", need: "records.value.distribution lognormal",
            \.records.value.sigma, .number(0.01...5)),
        Setting(
            "records.value", "shape", need: "records.value.distribution pareto",
            \.records.value.shape, .number(0.1...100)),
        Setting(
            "records.value", "file", need: "records.value.distribution histogram",
            \.records.value.histogram,
            file: { (path, text) throws(WorkloadError) in
                let (sizes, weights) = try text.sizes(
                    atLeast: RecordStamp.byteCount, reason: stampReason)
                return SizeHistogram(path: path, sizes: sizes, weights: weights)
            }, name: \.path),
        Setting(
            "records.value", "compressibility", \.records.value.compressibility, .number(0...1)),
    ]

    private static var valueSize: ValueFormat<Int> {
        .bytes(RecordStamp.byteCount...(1 << 29), smallest: stampReason)
    }

    private static let headers: [Setting] = [
        Setting("records", "headers", \.records.headers, .wholeNumber(0...1_000)),
        Setting(
            "records", "header.size", need: "records.headers above 0", \.records.headerBytes,
            .bytes(0...(1 << 20))),
    ]
}
