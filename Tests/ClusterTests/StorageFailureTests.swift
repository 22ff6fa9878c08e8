import Client
import Cluster
import Foundation
import Messages
import Platform
import Records
import Testing

/// Disks that refuse: told of, never a hang.
@Suite(.serialized, .timeLimit(.minutes(2))) struct StorageFailureTests {
    @Test func aFullDeviceIsToldOf() throws {
        try withTemporaryDirectory { directory in
            let log = "\(directory)/broker-0/orders-0"
            try Directory.create(log)
            // Opens, is empty, and has no space for any byte.
            try FileManager.default.createSymbolicLink(
                atPath: log + "/00000000000000000000.log", withDestinationPath: "/dev/full")
            let test = try TestCluster(in: directory, partitions: 1)
            let writer = test.addWriter(records: 1000) {
                $0.retriesMax = 0
                $0.deliveryTimeout = .seconds(2)
            }
            test.addReaders(1)
            try test.cluster.start()
            #expect(test.waiter.wait { test.completedRecords == 1000 })
            test.cluster.stop()
            // The replica goes offline, and nobody else has one: what was not sent yet waits.
            let errors: [ErrorCode] = [.kafkaStorageError, .notLeaderOrFollower, .requestTimedOut]
            #expect(writer.completions.first?.error == .kafkaStorageError)
            #expect(writer.completions.allSatisfy { errors.contains($0.error) })
            let failure = try #require(test.cluster.gauges.storageFailure)
            #expect("\(failure)".contains("write failed with error \(ENOSPC)"))
            #expect("\(failure)".contains(log))
            try test.cluster.close()
            #expect(try !Directory.list(log).contains("clean-shutdown"))
        }
    }

    @Test func aDirectoryThatIsGoneIsToldOf() throws {
        try withTemporaryDirectory { directory in
            let test = try TestCluster(in: directory, partitions: 1) { _, topic in
                topic.segmentBytes = 20_000
            }
            let leader = test.cluster.partitions[0].leader.index
            let writer = test.addWriter(records: 1_000_000_000) {
                $0.retriesMax = 0
                $0.deliveryTimeout = .seconds(2)
            }
            try test.cluster.start()
            #expect(test.waiter.wait { test.completedRecords > 0 })
            try FileSystem.rename("\(directory)/broker-\(leader)", to: "\(directory)/gone")
            #expect(test.waiter.wait { test.cluster.gauges.storageFailure != nil })
            writer.stop()
            #expect(test.waiter.wait { writer.completed.now == writer.sent.now })
            test.cluster.stop()
            #expect(writer.completions.contains { $0.error == .kafkaStorageError })
        }
    }

    @Test func aDataDirectoryThatCannotBeMadeIsAnError() throws {
        try withTemporaryDirectory { directory in
            let file = directory + "/file"
            _ = try FileHandle(opening: file, .create)
            let error = #expect(throws: ClusterError.self) {
                _ = try TestCluster(in: file + "/data")
            }
            guard case .platform = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test func aLogThatCannotBeMadeIsAnError() throws {
        try withTemporaryDirectory { directory in
            try Directory.create(directory + "/broker-1")
            _ = try FileHandle(opening: directory + "/broker-1/orders-1", .create)
            let error = #expect(throws: ClusterError.self) {
                _ = try TestCluster(in: directory)
            }
            guard case .storage = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }
}
