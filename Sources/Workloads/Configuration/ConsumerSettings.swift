package import Records

/// The consumer groups that read the topic.
package struct ConsumerSettings: Hashable, Sendable, Codable {
    /// Independent groups that each read every topic; 0 where nobody reads.
    package var groups = 1
    /// Members of each group: at least 1.
    package var count = 1
    /// How partitions come to members.
    package var assignment = GroupAssignment.manual
    /// `group.instance.id`: whether members are static (KIP-345).
    package var isStatic = false
    /// `auto.offset.reset`: where a member begins whose group has committed nothing.
    package var reset = OffsetReset.earliest
    /// `session.timeout.ms`: a member not heard for this long is taken for dead.
    package var sessionTimeout = Nanoseconds.seconds(45)
    /// `heartbeat.interval.ms`: below `sessionTimeout`.
    package var heartbeatInterval = Nanoseconds.seconds(3)
    /// `max.poll.interval.ms`: how long a rebalance waits for a member to come.
    package var pollIntervalMax = Nanoseconds.seconds(300)
    /// Members start when the log holds so many bytes of keys and values; nil is from the start.
    package var backlogBytes: Int?
    /// `service.time`: what the handling of one record takes; it waits, it burns no CPU.
    package var serviceTime = ServiceTime()
    package var commit = CommitSettings()

    package init() {}

    /// Whether members subscribe and a coordinator assigns partitions to them.
    package var isSubscribed: Bool { groups > 0 && assignment != .manual }
}

/// How partitions come to the members of a group.
package enum GroupAssignment: String, Hashable, Sendable, Codable, CaseIterable {
    /// Each member has its share from the start and keeps it: no coordinator, no rebalance.
    case manual
    case range
    case roundRobin = "roundrobin"
    case sticky
    /// Sticky, and only partitions that move are stopped (KIP-429).
    case cooperativeSticky = "cooperative-sticky"
}

extension ConsumerSettings {
    /// Puts settings that nothing reads back to their defaults.
    mutating func resetUnreadSettings() {
        let standard = ConsumerSettings()
        if groups == 0 {
            self = standard
            groups = 0
        }
        if !isSubscribed {
            isStatic = standard.isStatic
            reset = standard.reset
            sessionTimeout = standard.sessionTimeout
            heartbeatInterval = standard.heartbeatInterval
            pollIntervalMax = standard.pollIntervalMax
            commit = standard.commit
        }
        if commit.mode != .auto { commit.interval = standard.commit.interval }
        if serviceTime.distribution != .lognormal { serviceTime.sigma = standard.serviceTime.sigma }
    }
}
