/// One instance of an anomaly, with the records that show it.
package struct HistoryFinding: Hashable, Sendable, Encodable {
    package var anomaly: HistoryAnomaly
    /// nil where nothing permits it.
    package var permittedBy: HistoryPermission?
    /// The consumer that saw it, where one did.
    package var group: String?
    package var consumer: String?
    /// In the order that the anomaly's definition names them; the one at fault is the last.
    package var records: [CitedRecord]

    package init(
        _ anomaly: HistoryAnomaly, permittedBy: HistoryPermission? = nil,
        group: String? = nil, consumer: String? = nil, records: [CitedRecord]
    ) {
        self.anomaly = anomaly
        self.permittedBy = permittedBy
        self.group = group
        self.consumer = consumer
        self.records = records
    }

    enum CodingKeys: String, CodingKey {
        case anomaly, group, consumer, records
        case permittedBy = "permitted_by"
    }
}

/// A record as a finding cites it: what is known of its send, and of one read of it. Times are
/// nanoseconds on the history's clock; nil is what the history does not tell.
package struct CitedRecord: Hashable, Sendable, Encodable {
    package var producer: Int32
    package var sequence: Int64
    package var producerID: Int64?
    package var producerEpoch: Int32?
    package var key: String?
    package var keySequence: Int64?
    package var partition: Int32
    package var offset: Int64?
    package var leaderEpoch: Int32?
    /// nil where the value was never sent.
    package var invokeTimeNanoseconds: Int64?
    package var outcome: SendCompletion.Outcome?
    package var completeTimeNanoseconds: Int64?
    package var readTimeNanoseconds: Int64?

    package init(producer: Int32, sequence: Int64, partition: Int32) {
        self.producer = producer
        self.sequence = sequence
        self.partition = partition
    }

    enum CodingKeys: String, CodingKey {
        case producer, sequence, key, partition, offset, outcome
        case producerID = "producer_id"
        case producerEpoch = "producer_epoch"
        case keySequence = "key_sequence"
        case leaderEpoch = "leader_epoch"
        case invokeTimeNanoseconds = "invoke_time_ns"
        case completeTimeNanoseconds = "complete_time_ns"
        case readTimeNanoseconds = "read_time_ns"
    }
}
