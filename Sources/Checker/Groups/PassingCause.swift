/// Why a group never reads some records.
package enum PassingCause: Hashable, Sendable {
    /// It had committed a position behind them before they were processed.
    case commit
    /// It had committed nothing, and its settings let it begin behind them.
    case reset
    /// Retention deleted them first.
    case retention
}
