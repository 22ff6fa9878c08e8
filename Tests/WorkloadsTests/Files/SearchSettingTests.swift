import Records
import Testing
import Workloads

/// What `rate: search` asks of a rate.
@Suite struct SearchSettingTests {
    @Test func `what is asked is read`() throws {
        let file = try workload(
            "producers: {rate: search, slo.achieved: 0.9, slo.publish.p99: 5ms, "
                + "search.precision: 0.1}\n")
        let search = try #require(file.cells.first).producers.search
        #expect(search.achievedMin == 0.9)
        #expect(search.publishP99Max == .milliseconds(5))
        #expect(search.precision == 0.1)
        let again = try WorkloadFile(parsing: file.renderedYAML, path: "again.yaml")
        #expect(again.cells == file.cells)
    }

    /// No column says what was asked, so rows that differ in it alone could not be told apart.
    @Test(arguments: [
        "slo.achieved=0.9,0.99", "slo.publish.p99=5ms,50ms", "search.precision=0.1,0.2",
    ])
    func `all cells ask the same`(option: String) {
        let key = String(option.prefix { $0 != "=" })
        let refused = "producers.\(key): takes one value for all cells, not a list of 2"
        let list = option.replacing("=", with: ": [") + "]"
        #expect(message("producers: {rate: search, \(list)}\n").hasSuffix(refused))
        #expect(
            message("", set: ["producers.rate=search", "producers.\(option)"]).hasSuffix(refused))
        let varied = WorkloadOverrides(
            settings: ["producers.rate=search"], variation: .setting("producers.\(option)"))
        #expect(throws: WorkloadError.self) { try workload("", overrides: varied) }
    }

    @Test func `an entry of also asks for nothing new`() {
        let found = message(
            "producers: {rate: search}\nalso: [{producers: {slo.publish.p99: 5ms}}]\n")
        #expect(found.contains("also[0] adds nothing"), "\(found)")
    }

    @Test func `what is asked does nothing without a search`() {
        #expect(
            message("producers: {slo.achieved: 0.9}\n").contains(
                "producers.slo.achieved 0.9 does nothing here; it takes producers.rate search"))
    }
}
