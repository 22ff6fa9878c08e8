/// What the final logs lack of what was acknowledged, and what they hold that they should not.
///
/// Counts are exact; examples are the first of each kind.
package struct FinalLogVerdict: Hashable, Sendable {
    /// Records in the logs.
    package var records = 0
    /// Acknowledged sends that are not there; their examples by producer, partition and sequence.
    package var missingAcknowledged = 0
    package var missingExamples: [FinalLogAudit.Send] = []
    /// Sends that lie there again at a higher offset, each repeat counted.
    package var duplicates = 0
    package var duplicateExamples: [FinalLogAudit.Send] = []
    /// Sends that lie behind a later send of their producer in the same partition.
    package var reorderings = 0
    package var reorderingExamples: [FinalLogAudit.Send] = []
    /// Records that no producer sent, or without a stamp.
    package var phantoms = 0
    /// Sends that are there although they had failed for certain.
    package var failedButPresent = 0
    /// Offsets that the logs jump over.
    package var offsetsSkipped = 0
    /// Records whose offset is not above that of the record before.
    package var offsetsRepeated = 0

    package init() {}
}
