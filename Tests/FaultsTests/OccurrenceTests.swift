import Faults
import Records
import Testing

struct OccurrenceTests {
    private func begins(_ fault: Fault, within span: Nanoseconds) -> [Nanoseconds] {
        fault.occurrences(within: span).map(\.begin)
    }

    @Test func occursOnceWithoutAnInterval() {
        let fault = Fault(at: .seconds(2), action: .kill(.leader(PartitionIndex(0))))
        #expect(begins(fault, within: .seconds(10)) == [.seconds(2)])
    }

    @Test func repeatsUntilTheRunEnds() {
        let fault = Fault(
            at: .seconds(1), action: .pause(.broker(BrokerID(1))), duration: .seconds(1),
            interval: .seconds(3))
        let all = fault.occurrences(within: .seconds(7))
        #expect(all.map(\.begin) == [.seconds(1), .seconds(4)])
        #expect(all.map(\.end) == [.seconds(2), .seconds(5)])
    }

    @Test func repeatsSoManyTimes() {
        let fault = Fault(
            at: .zero, action: .crashProducer(0), interval: .seconds(1), times: 3)
        #expect(begins(fault, within: .seconds(100)).count == 3)
    }

    @Test func doesNotOccurAtOrAfterTheEnd() {
        let fault = Fault(at: .seconds(5), action: .crashConsumer(0))
        #expect(begins(fault, within: .seconds(5)).isEmpty)
    }
}
