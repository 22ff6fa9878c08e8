/// Gives equal things one number, counted from 0 in the order in which they first came.
struct Interner<Thing: Hashable> {
    private(set) var things: [Thing] = []
    private var numbers: [Thing: Int32] = [:]

    var count: Int { things.count }

    subscript(_ number: Int32) -> Thing { things[Int(number)] }

    /// The thing's number, or nil where it never came.
    func number(of thing: Thing) -> Int32? { numbers[thing] }

    /// The thing's number, new or known.
    mutating func intern(_ thing: Thing) -> Int32 {
        if let number = numbers[thing] { return number }
        let number = Int32(things.count)
        numbers[thing] = number
        things.append(thing)
        return number
    }
}
