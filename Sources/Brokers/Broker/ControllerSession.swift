import Records

/// What a broker knows of its controller, and what it has still to tell it.
struct ControllerSession {
    /// Whether the incarnation before this one closed all its logs.
    let isClean: Bool
    /// What the controller knows the broker by; nil until it has registered.
    var brokerEpoch: Int64?
    /// Every metadata change up to this version is known here.
    var metadataVersion: Int64
    /// When the controller is to hear from the broker next.
    var nextContact: Instant
    /// Partitions whose log failed, has rotted or cannot be opened.
    var offline: [TopicPartition] = []
    /// Those of `offline` that were not opened because they have rotted.
    var damaged: [TopicPartition] = []
    var shutdown = Shutdown.none

    enum Shutdown {
        case none
        case wanted
        /// The broker does nothing any more; its logs may be closed.
        case granted
    }
}
