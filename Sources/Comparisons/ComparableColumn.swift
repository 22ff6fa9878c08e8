package import RunResults
import Records

/// The columns of `runs.csv` that have a ratio.
package enum ComparableColumn {
    /// Measures; counts of what went wrong are mostly 0, of which there is no ratio.
    package static let names = ResultColumn.all.filter { $0.role == .measure }.map(\.name)

    /// The measure of this name.
    package static func named(_ name: String) throws(ComparisonError) -> ResultColumn {
        guard let column = ResultColumn.all.first(where: { $0.name == name }) else {
            throw .unknownColumn(name: name, nearest: NearestName.among(names, to: name))
        }
        guard column.role == .measure else { throw .notAMeasure(name: name) }
        return column
    }
}
