import Records
import Testing
import Workloads

@Suite struct ArrivalSettingTests {
    private func producers(_ text: String) -> String { "producers: {rate: 100/s, \(text)}\n" }

    @Test func `every shape is read`() throws {
        let file = try workload(
            producers(
                "arrival: [bursts, step, ramp, diurnal], burst.on: 1s, burst.off: 3s, "
                    + "steps: 1 0.5 4, ramp.from: 3, ramp.to: 0, diurnal.period: 1min, "
                    + "diurnal.amplitude: 1"))
        let shapes = file.cells.map(\.producers.shape)
        #expect(shapes.count == 4)
        #expect(shapes[0].burstOn == .seconds(1))
        #expect(shapes[0].steps == [1, 2])
        #expect(shapes[1].steps == [1, 0.5, 4])
        #expect(shapes[2].rampFrom == 3)
        #expect(shapes[3].period == .seconds(60))
        let again = try WorkloadFile(parsing: file.renderedYAML, path: "again.yaml")
        #expect(again.cells == file.cells)
    }

    @Test func `steps can be swept`() throws {
        let file = try workload(producers("arrival: step, steps: [1 2, 2 1]"))
        #expect(file.cells.map(\.producers.shape.steps) == [[1, 2], [2, 1]])
    }

    @Test(arguments: [
        ("arrival: step, steps: 0 0", "'0 0' is not rates relative to each other"),
        ("arrival: step, steps: 1 -2", "'1 -2' is not rates relative to each other"),
        ("arrival: step, steps: 1k/s 2k/s", "'1k/s 2k/s' is not rates relative to each other"),
        (
            "arrival: ramp, ramp.to: 0",
            "producers.ramp.from and producers.ramp.to are both 0; expected one of them above 0"
        ),
        ("arrival: bursts, burst.on: 0s", "producers.burst.on: 0s is not above 0"),
        (
            "arrival: diurnal, diurnal.amplitude: 2",
            "producers.diurnal.amplitude: 2 is not in 0...1"
        ),
        (
            "burst.on: 1s",
            "producers.burst.on 1s does nothing here; it takes producers.arrival bursts and a "
                + "producers.rate in records per second"
        ),
        ("arrival: burst", "'burst' is not one of constant, poisson, bursts, step, ramp, diurnal"),
    ])
    func `what no arrival can be is named`(text: String, expected: String) {
        let found = message(producers(text))
        #expect(found.contains(expected), "\(found)")
    }

    @Test func `shapes need a rate`() {
        let found = message("producers: {arrival: bursts, burst.on: 1s}\n")
        #expect(found.contains("producers.burst.on 1s does nothing here"), "\(found)")
    }
}
