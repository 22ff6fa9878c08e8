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
    /// The value in a cell, as a file writes it.
    let text: @Sendable (RunConfiguration) -> String
    /// What has to be set for the value to be read; nil where it always is, or may go unread.
    let need: String?
    /// Whether a cell may read it at all. Where not, what `text` says of the cell comes from
    /// elsewhere.
    let isRead: @Sendable (RunConfiguration) -> Bool
    /// Reads the file that a scalar names, which stands at a place, for a workload in a folder; nil
    /// where values are no files.
    let load: (@Sendable (String, String, SourcePlace) throws(WorkloadError) -> SettingValue)?

    /// The setting's name in messages and on the command line: `topic.replication.factor`.
    var path: String { "\(section).\(key)" }

    init<Value>(
        _ section: String, _ key: String, synonyms: [String] = [], canBeSwept: Bool = true,
        isShortForm: Bool = false, need: String? = nil,
        isRead: @escaping @Sendable (RunConfiguration) -> Bool = { _ in true },
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
        text = { format.write($0[keyPath: property]) }
        self.need = need
        self.isRead = isRead
        load = nil
    }

    /// A setting whose value is made of a file, or absent, which a workload writes as `none`.
    ///
    /// - Parameters:
    ///   - make: the value of a file with this name and text.
    ///   - name: the file's name again.
    init<Value: Sendable>(
        _ section: String, _ key: String, need: String,
        _ property: any WritableKeyPath<RunConfiguration, Value?> & Sendable,
        file make: @escaping @Sendable (String, HistogramText) throws(WorkloadError) -> Value,
        name: @escaping @Sendable (Value) -> String
    ) {
        self.section = section
        self.key = key
        synonyms = []
        canBeSwept = true
        isShortForm = false
        expected = "a file's name, or none"
        standard = SettingValue(text: "none") { $0[keyPath: property] = nil }
        read = { [standard] _ in standard }
        text = { $0[keyPath: property].map(name) ?? "none" }
        self.need = need
        isRead = { _ in true }
        load = { file, folder, place throws(WorkloadError) in
            let text = try HistogramText.load(
                file, in: folder, for: "\(section).\(key)", at: place)
            let value = try make(file, text)
            return SettingValue(text: file, contents: text.text) { $0[keyPath: property] = value }
        }
    }

    /// A setting that may be absent, which a file writes as `word`.
    init<Value>(
        _ section: String, _ key: String, canBeSwept: Bool = true, need: String? = nil,
        _ property: any WritableKeyPath<RunConfiguration, Value?> & Sendable,
        _ format: ValueFormat<Value>, or word: String
    ) {
        self.init(
            section, key, canBeSwept: canBeSwept, need: need, property, format.or(word))
    }
}

/// One value of a setting.
struct SettingValue: Sendable {
    /// As the canonical file writes it.
    let text: String
    /// What the file holds that the text names; nil where it names none.
    var contents: String?
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
