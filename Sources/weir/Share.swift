import ArgumentParser

/// A share on the command line: `5%`, or `5`, which is the same.
struct Share: ExpressibleByArgument {
    /// 0.05 for 5 %.
    let value: Double

    init(percent: Double) { value = percent / 100 }

    init?(argument: String) {
        let number = argument.hasSuffix("%") ? String(argument.dropLast()) : argument
        guard let percent = Double(number), percent.isFinite else { return nil }
        self.init(percent: percent)
    }

    var defaultValueDescription: String { "\(Int((100 * value).rounded()))%" }
}
