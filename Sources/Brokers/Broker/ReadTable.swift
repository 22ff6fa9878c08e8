import Messages

/// The fetches whose reads are under way, by ticket; tickets are reused.
struct ReadTable {
    private var fetches: [FetchRequest?] = []
    private var free: [Int32] = []

    /// Whether no read is under way.
    var isEmpty: Bool { free.count == fetches.count }

    /// Keeps a fetch until its read completes.
    mutating func insert(_ fetch: FetchRequest) -> Int32 {
        if let ticket = free.popLast() {
            fetches[Int(ticket)] = fetch
            return ticket
        }
        fetches.append(fetch)
        return Int32(fetches.count - 1)
    }

    /// The fetch under a ticket, which stays.
    func fetch(_ ticket: Int32) -> FetchRequest? { fetches[Int(ticket)] }

    mutating func remove(_ ticket: Int32) {
        fetches[Int(ticket)] = nil
        free.append(ticket)
    }
}
