/// A constraint that no plan can meet, and what would.
package struct Excuse: Hashable, Sendable, Codable {
    package var constraint: ConstraintName
    package var demanded: Double
    package var available: Double
    package var unit: PlanUnit
    /// Why, in plain words.
    package var reason: String
    /// What would help, in plain words.
    package var help: String

    package init(
        constraint: ConstraintName, demanded: Double, available: Double, unit: PlanUnit,
        reason: String, help: String
    ) {
        self.constraint = constraint
        self.demanded = demanded
        self.available = available
        self.unit = unit
        self.reason = reason
        self.help = help
    }
}

/// The answer to a request that makes sense and cannot be met: every excuse, not the first alone.
package struct Refusal: Hashable, Sendable, Codable {
    package var request: PlanRequest
    package var source: PlanSource
    /// At least one.
    package var excuses: [Excuse]

    package init(request: PlanRequest, source: PlanSource, excuses: [Excuse]) {
        self.request = request
        self.source = source
        self.excuses = excuses
    }
}

/// What a request comes to.
package enum PlanOutcome: Hashable, Sendable {
    case plan(Plan)
    case impossible(Refusal)
}

extension PlanOutcome: Encodable {
    private enum CodingKeys: String, CodingKey {
        case plan, refusal
    }

    /// An object with the one key `plan` or `refusal`.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .plan(let plan): try container.encode(plan, forKey: .plan)
        case .impossible(let refusal): try container.encode(refusal, forKey: .refusal)
        }
    }
}
