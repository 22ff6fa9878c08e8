import Records

extension WorkloadSchema {
    static let records: [Setting] = keys + values

    private static let keys: [Setting] = [
        Setting("records.key", "distribution", \.records.key.choice, .word()),
        Setting(
            "records.key", "cardinality",
            need: "a distribution other than histogram, whose file says how many keys there are",
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

    private static let values: [Setting] = [
        Setting(
            "records.value", "size", \.records.valueBytes,
            .bytes(
                RecordStamp.byteCount...(1 << 29),
                smallest: "a value begins with a \(RecordStamp.byteCount)-byte stamp "
                    + "(entity, producer, sequences, intended time)"))
    ]
}
