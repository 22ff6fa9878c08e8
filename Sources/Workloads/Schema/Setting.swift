/// One setting of a workload file: where it stands, how its values are written and what they do.
struct Setting: Sendable {
    /// The mapping that holds it, dotted: `topic`, `cluster.network`.
    let section: String
    /// Its key there, which may itself hold dots: `replication.factor`.
    let key: String
    /// Other keys that mean the same.
    let synonyms: [String]
    /// False where a list makes no sense because all cells share the value.
    let canBeSwept: Bool
    /// Whether a scalar where the section stands is this setting's: `commit: after` for
    /// `commit: {when: after}`.
    let isShortForm: Bool
    /// What a value looks like, for messages.
    let expected: String
    /// The value of a file that does not mention the setting.
    let standard: SettingValue
    /// Reads a scalar's text.
    let read: @Sendable (String) throws(ValueProblem) -> SettingValue

    /// The setting's name in messages and on the command line: `topic.replication.factor`.
    var path: String { "\(section).\(key)" }

    init<Value>(
        _ section: String, _ key: String, synonyms: [String] = [], canBeSwept: Bool = true,
        isShortForm: Bool = false,
        _ property: any WritableKeyPath<RunConfiguration, Value> & Sendable,
        _ format: ValueFormat<Value>
    ) {
        self.section = section
        self.key = key
        self.synonyms = synonyms
        self.canBeSwept = canBeSwept
        self.isShortForm = isShortForm
        expected = format.expected
        let make = { @Sendable (value: Value) -> SettingValue in
            SettingValue(text: format.write(value)) { $0[keyPath: property] = value }
        }
        standard = make(RunConfiguration.standard[keyPath: property])
        read = { text throws(ValueProblem) in make(try format.read(text)) }
    }

    /// A setting that may be absent, which a file writes as `word`.
    init<Value>(
        _ section: String, _ key: String,
        _ property: any WritableKeyPath<RunConfiguration, Value?> & Sendable,
        _ format: ValueFormat<Value>, or word: String
    ) {
        self.init(section, key, property, format.or(word))
    }
}

/// One value of a setting.
struct SettingValue: Sendable {
    /// As the canonical file writes it.
    let text: String
    /// Puts the value into a configuration.
    let apply: @Sendable (inout RunConfiguration) -> Void
}

extension RunConfiguration {
    /// Every setting at its default.
    static var standard: RunConfiguration {
        RunConfiguration(
            workload: "", topic: TopicSettings(), producers: ProducerSettings(),
            records: RecordSettings(), consumers: ConsumerSettings(), cluster: ClusterSettings(),
            run: RunSettings())
    }
}
