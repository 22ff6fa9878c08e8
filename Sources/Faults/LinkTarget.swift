/// The links between two.
package struct LinkTarget: Hashable, Sendable, Codable {
    package var from: LinkEnd
    package var to: LinkEnd
    /// Whether only what goes from `from` to `to` is concerned.
    package var isOneWay: Bool

    package init(from: LinkEnd, to: LinkEnd, isOneWay: Bool = false) {
        self.from = from
        self.to = to
        self.isOneWay = isOneWay
    }
}
