import Comparisons
import Testing

/// Against the tables: Abramowitz and Stegun 26.10, and for fractions of a degree of freedom
/// against SciPy 1.17.
@Suite struct StudentTTests {
    @Test(arguments: [
        (1.0, 0.975, 12.706205), (1, 0.9995, 636.619249), (2, 0.95, 2.919986),
        (3, 0.9, 1.637744), (7, 0.8, 0.896030), (7, 0.975, 2.364624), (7, 0.995, 3.499483),
        (7, 0.9995, 5.407883), (10, 0.95, 1.812461), (14, 0.995, 2.976843),
        (30, 0.99, 2.457262), (120, 0.975, 1.979930), (1e6, 0.975, 1.959966),
        (9.3, 0.995, 3.223480), (2.5, 0.975, 3.574655),
    ])
    func quantile(degrees: Double, share: Double, expected: Double) {
        let t = StudentT(degreesOfFreedom: degrees)
        #expect(abs(t.quantile(share) / expected - 1) < 1e-6)
        #expect(abs(t.quantile(1 - share) / -expected - 1) < 1e-6)
    }

    @Test(arguments: [1.0, 2.5, 7, 63, 400])
    func theQuantileTurnsTheDistributionRound(degrees: Double) {
        let t = StudentT(degreesOfFreedom: degrees)
        for share in [0.001, 0.3, 0.5, 0.61, 0.95, 0.9999] {
            #expect(abs(t.cumulative(t.quantile(share)) - share) < 1e-9)
        }
    }

    @Test func itIsSymmetric() {
        let t = StudentT(degreesOfFreedom: 5)
        for value in [0, 0.2, 1, 3.7, 40] {
            #expect(abs(t.cumulative(value) + t.cumulative(-value) - 1) < 1e-12)
        }
    }
}
