extension CellRule {
    /// What the settings of keys must agree on.
    static let keys = [histogramsNeedAFile, hotKeysAreFewer, partitionsAreNotTooMany]

    private static let histogramsNeedAFile = CellRule(
        settings: ["records.key.distribution", "records.key.file"]
    ) { cell in
        cell.records.key.distribution == .histogram && cell.records.key.histogram == nil
            ? "records.key.distribution histogram needs records.key.file" : nil
    }

    private static let partitionsAreNotTooMany = CellRule(
        settings: ["topic.count", "topic.partitions"]
    ) { cell in
        let most = 10_000
        return cell.topic.allPartitions > most
            ? "topic.count \(cell.topic.count) times topic.partitions \(cell.topic.partitions) is "
                + "\(cell.topic.allPartitions) partitions; expected at most \(most) in all" : nil
    }

    private static let hotKeysAreFewer = CellRule(
        settings: ["records.key.hot.keys", "records.key.cardinality", "records.key.distribution"]
    ) { cell in
        let key = cell.records.key
        guard key.distribution == .hotSet, key.hotCount >= key.cardinality else { return nil }
        return "records.key.hot.keys \(ValueFormat.hotKeys.write(key.hotKeys)) is \(key.hotCount) "
            + "keys, not fewer than records.key.cardinality \(key.cardinality)"
    }
}
