package import RunResults

/// What one partition or one consumer carries, and how that is known.
package struct CapacityRate: Hashable, Sendable, Codable {
    /// Bytes of keys and values per second, for records of the requested size.
    package var bytesPerSecond: Double
    package var origin: RateOrigin
    /// One clause: the row that it was read from, or the flag that stated it.
    package var basis: String
    /// Whether the true capacity may be higher, because something else set the pace.
    package var isLowerBound: Bool
    /// The honesty flags of the row.
    package var flags: [HonestyFlag]
    /// Bytes of key and value in the row's records; nil for a stated rate.
    package var measuredRecordBytes: Int?

    package init(
        bytesPerSecond: Double, origin: RateOrigin, basis: String, isLowerBound: Bool,
        flags: [HonestyFlag], measuredRecordBytes: Int?
    ) {
        self.bytesPerSecond = bytesPerSecond
        self.origin = origin
        self.basis = basis
        self.isLowerBound = isLowerBound
        self.flags = flags
        self.measuredRecordBytes = measuredRecordBytes
    }

    /// `10 MB/s (at least; not-steady)`: a flagged number is never printed bare.
    package var figure: String {
        let remarks = (isLowerBound ? ["at least"] : []) + flags.map(\.rawValue)
        let rate = Figure.bytesPerSecond(bytesPerSecond)
        return remarks.isEmpty ? rate : "\(rate) (\(remarks.joined(separator: ", ")))"
    }
}
