package import Client
import Records

/// Who sends and who reads in a simulated run: handed in from outside, the same as in real time.
package protocol SimulationLoad: AnyObject {
    /// The application of a producer, counted from 0; asked for once each.
    func producer(_ number: Int) -> any ProducerApplication
    /// The application of a consumer, counted from 0; asked for once each.
    func consumer(_ number: Int) -> any ConsumerApplication
    /// Producers get no more records.
    func stopSending()
    /// Whether every record that there will be has been taken and has come to its end.
    var isSent: Bool { get }
    /// Records that were acknowledged.
    var acknowledgedRecords: Int { get }
}
