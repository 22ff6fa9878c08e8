/// What is wrong with a value, to be said after its place and its setting's path.
struct ValueProblem: Error {
    let text: String

    init(_ text: String) { self.text = text }
}
