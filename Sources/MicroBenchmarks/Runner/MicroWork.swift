/// One hot piece of the program, made ready to be run again and again.
package protocol MicroWork: AnyObject {
    /// Performs at least `count` operations; answers how many it performed.
    func run(_ count: Int) -> Int

    /// How many operations left a trace so far, read from what they made and not from how often
    /// they were called.
    var effects: Int { get }
}
