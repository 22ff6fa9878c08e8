/// A decimal number and its unit, such as `1.5MiB`: read exactly, without floating point.
struct Quantity {
    /// The number is `mantissa / 10^fractionDigits`.
    private let mantissa: Int
    private let fractionDigits: Int
    /// The number as the nearest floating-point value.
    let value: Double
    /// What follows the number, spaces removed; empty for a bare number.
    let unit: String

    /// Why a quantity is not a whole multiple of something.
    enum Misfit: Error {
        case notWhole
        case tooLarge
    }

    /// Nil when `text` does not begin with a number, or has more than 18 digits after its leading
    /// zeros or more than 40 after the point.
    init?(_ text: String) {
        var rest = Substring(text)
        let isNegative = rest.first == "-"
        if isNegative || rest.first == "+" { rest.removeFirst() }
        let whole = rest.prefix { $0.isASCIIDigit }
        rest = rest.dropFirst(whole.count)
        var fraction: Substring = ""
        if rest.first == "." {
            fraction = rest.dropFirst().prefix { $0.isASCIIDigit }
            guard !fraction.isEmpty else { return nil }
            rest = rest.dropFirst(1 + fraction.count)
        }
        let digits = whole + fraction
        guard !whole.isEmpty, fraction.count <= 40, digits.drop(while: { $0 == "0" }).count <= 18,
            let number = Int(digits), let nearest = Double("\(whole).\(fraction)0")
        else { return nil }
        value = isNegative ? -nearest : nearest
        mantissa = isNegative ? -number : number
        fractionDigits = fraction.count
        unit = String(rest.drop { $0 == " " })
    }

    var isZero: Bool { mantissa == 0 }

    /// The quantity counted in a unit of `size` smallest units, as a whole number of those.
    func whole(times size: Int) throws(Misfit) -> Int {
        let (product, overflow) = mantissa.multipliedReportingOverflow(by: size)
        guard !overflow else { throw .tooLarge }
        // So many digits behind the point are fewer than one of the smallest units.
        guard fractionDigits <= 18 else {
            guard product == 0 else { throw .notWhole }
            return 0
        }
        var divisor = 1
        for _ in 0..<fractionDigits { divisor *= 10 }
        guard product % divisor == 0 else { throw .notWhole }
        return product / divisor
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { "0" <= self && self <= "9" }
}
