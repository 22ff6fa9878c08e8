import Faults
import LoadGenerator
import Records
import RunResults
import Testing
import Workloads

/// What the columns say of a configuration.
@Suite struct RunDimensionsTests {
    private func dimensions(
        _ change: (inout RunConfiguration) -> Void = { _ in }
    ) -> RunDimensions {
        RunDimensions(SampleRun.configuration(change), engine: "embedded")
    }

    @Test func namesTheWorkloadAndTheEngine() {
        #expect(dimensions().workload == "test")
        #expect(dimensions().engine == "embedded")
    }

    @Test func namesTheKeys() {
        #expect(dimensions().keyDistribution == "uniform")
        #expect(dimensions().keyCardinality == 500)
        let zipfian = dimensions {
            $0.records.key.distribution = .zipfian
            $0.records.key.exponent = 1.1
        }
        #expect(zipfian.keyDistribution == "zipfian 1.1")
        #expect(dimensions { $0.records.key.field = .wrong }.keyDistribution == "wrong-field")
        #expect(dimensions { $0.records.key.field = .none }.keyDistribution == "none")
    }

    @Test func aRecordIsItsKeyAndValue() {
        #expect(dimensions().recordBytes == 48)
        #expect(dimensions().valueBytes == 40)
        #expect(dimensions { $0.records.key.field = .none }.recordBytes == 40)
        #expect(dimensions { $0.records.key.bytes = 20 }.recordBytes == 60)
    }

    @Test func namesWhatTheSizesOfValuesAreDrawnFrom() {
        #expect(dimensions().valueDistribution == "fixed")
        #expect(dimensions().headers == 0)
        #expect(dimensions().headerBytes == nil)
        #expect(dimensions().compressibility == nil)
        let drawn = dimensions {
            $0.records.value.distribution = .lognormal
            $0.records.value.medianBytes = 900
            $0.records.value.sigma = 0.4
            $0.records.valueBytes = 5_000
            $0.records.value.compressibility = 0.5
            $0.producers.compression = .lz4
            $0.records.headers = 2
        }
        #expect(drawn.valueDistribution == "lognormal 900 sigma 0.4, 32 to 5000")
        #expect(drawn.valueBytes == 975)
        #expect(drawn.recordBytes == 983)
        #expect(drawn.compressibility == 0.5)
        #expect(drawn.headers == 2)
        #expect(drawn.headerBytes == 16)
    }

    @Test func namesKeysThatAreNotOnlyUniform() {
        func name(_ change: (inout KeySettings) -> Void) -> String {
            dimensions { change(&$0.records.key) }.keyDistribution
        }
        #expect(name { $0.distribution = .hotSet } == "hot-set 0.9 on 0.1")
        let counted = name {
            $0.distribution = .hotSet
            $0.hotKeys = .count(3)
        }
        #expect(counted == "hot-set 0.9 on 3 keys")
        #expect(name { $0.distribution = .sequential } == "sequential")
        #expect(name { $0.distribution = .latest } == "latest 0.99 turnover 10")
        let file = name {
            $0.distribution = .histogram
            $0.histogram = KeyHistogram(path: "keys.txt", weights: [1])
        }
        #expect(file.wholeMatch(of: /histogram keys\.txt [0-9a-f]{8}/) != nil, "\(file)")
        // The same file elsewhere is the same, another file of that name is not.
        func named(_ path: String, _ weights: [Double]) -> String {
            KeyHistogram(path: path, weights: weights).label
        }
        #expect("histogram " + named("inputs/keys.txt", [1]) == file)
        #expect(named("keys.txt", [1, 2]) != named("keys.txt", [2, 1]))
        #expect(named("keys.txt", [1, 2]) != named("keys.txt", [1, 3]))
    }

    @Test func onlyNullKeysHaveAPartitionerOfTheirOwn() {
        #expect(dimensions().nullKeyPartitioner == "")
        #expect(dimensions { $0.records.key.field = .none }.nullKeyPartitioner == "sticky")
        let roundRobin = dimensions {
            $0.records.key.field = .none
            $0.producers.nullKeyPartitioner = .roundRobin
        }
        #expect(roundRobin.nullKeyPartitioner == "round-robin")
    }

    @Test func onlyAFixedRateHasArrivals() {
        #expect(dimensions().rate == "100000")
        #expect(dimensions().arrival == "constant")
        #expect(
            dimensions { $0.producers.rate = .recordsPerSecond(0.25) }.rate == "0.25")
        #expect(dimensions { $0.producers.arrival = .poisson }.arrival == "poisson")
        let maximum = dimensions { $0.producers.rate = .max }
        #expect(maximum.rate == "max")
        #expect(maximum.arrival == "")
    }

    @Test func givesTimesAndBandwidthsInTheUnitsOfTheColumns() {
        let dimensions = dimensions {
            $0.producers.linger = .microseconds(2_500)
            $0.cluster.network.roundTripTime = .milliseconds(3)
            $0.cluster.network.jitter = .microseconds(7)
            $0.cluster.network.bandwidthBytesPerSecond = 125e6
            $0.consumers.serviceTime = .fixed(Nanoseconds(1_500))
            $0.cluster.flushInterval = .milliseconds(20)
            $0.topic.segmentTime = .seconds(2)
            $0.cluster.replicaLagTimeMax = .seconds(10)
        }
        #expect(dimensions.lingerMilliseconds == 2.5)
        #expect(dimensions.roundTripMicroseconds == 3_000)
        #expect(dimensions.jitterMicroseconds == 7)
        #expect(dimensions.bandwidthMegabitsPerSecond == 1_000)
        #expect(dimensions.serviceTimeMicroseconds == 1.5)
        #expect(dimensions.flushMilliseconds == 20)
        #expect(dimensions.segmentMilliseconds == 2_000)
        #expect(dimensions.replicaLagTimeMaxMilliseconds == 10_000)
    }

    @Test func whatIsOffIsZero() {
        let dimensions = dimensions()
        #expect(dimensions.bandwidthMegabitsPerSecond == 0)
        #expect(dimensions.flushMessages == 0)
        #expect(dimensions.flushMilliseconds == 0)
        #expect(dimensions.retentionBytes == 0)
        #expect(dimensions.segmentMilliseconds == 0)
    }

    @Test func givesTheClusterAndTheClients() {
        let dimensions = dimensions {
            $0.topic.replicationFactor = 3
            $0.topic.minInsyncReplicas = 2
            $0.topic.retentionBytes = 1 << 30
            $0.topic.segmentBytes = 1 << 20
            $0.producers.count = 4
            $0.producers.acks = .leader
            $0.producers.batchBytes = 1_000
            $0.producers.maxInFlight = 1
            $0.producers.compression = .zstd
            $0.producers.bufferMemoryBytes = 1 << 21
            $0.consumers.groups = 2
            $0.consumers.count = 3
            $0.cluster.brokers = 5
            $0.cluster.flushMessages = 10
        }
        #expect(dimensions.partitions == 6)
        #expect(dimensions.replicationFactor == 3)
        #expect(dimensions.minInsyncReplicas == 2)
        #expect(dimensions.retentionBytes == 1 << 30)
        #expect(dimensions.segmentBytes == 1 << 20)
        #expect(dimensions.producers == 4)
        #expect(dimensions.acks == "1")
        #expect(dimensions.batchBytes == 1_000)
        #expect(dimensions.maxInFlight == 1)
        #expect(dimensions.compression == "zstd")
        #expect(dimensions.bufferMemoryBytes == 1 << 21)
        #expect(dimensions.groups == 2)
        #expect(dimensions.consumers == 3)
        #expect(dimensions.brokers == 5)
        #expect(dimensions.flushMessages == 10)
    }

    @Test func givesWhatDecidesHowFaultsAreBorne() {
        let usual = dimensions()
        #expect(usual.enableIdempotence == true)
        #expect(usual.uncleanLeaderElection == false)
        #expect(usual.retriesMax == Int(Int32.max))
        #expect(usual.faultPlan == "")
        let dimensions = dimensions {
            $0.producers.idempotence = .no
            $0.producers.retries = 3
            $0.producers.retryBackoff = .milliseconds(20)
            $0.producers.retryBackoffMax = .milliseconds(200)
            $0.producers.requestTimeout = .seconds(2)
            $0.producers.deliveryTimeout = .seconds(5)
            $0.producers.metadataAgeMax = .seconds(6)
            $0.topic.allowsUncleanElection = true
            $0.cluster.replicaFetchWaitMax = .milliseconds(7)
            $0.cluster.replicaFetchTimeout = .milliseconds(8)
            $0.cluster.sessionTimeout = .milliseconds(900)
            $0.cluster.heartbeatInterval = .milliseconds(90)
            $0.cluster.leaderImbalanceCheckInterval = nil
            $0.faults = [
                Fault(at: .seconds(1), action: .kill(.leader(PartitionIndex(0)))),
                Fault(at: .seconds(2), action: .restart(.broker(BrokerID(1)))),
            ]
        }
        #expect(dimensions.enableIdempotence == false)
        #expect(dimensions.retriesMax == 3)
        #expect(dimensions.retryBackoffMilliseconds == 20)
        #expect(dimensions.retryBackoffMaxMilliseconds == 200)
        #expect(dimensions.requestTimeoutMilliseconds == 2_000)
        #expect(dimensions.deliveryTimeoutMilliseconds == 5_000)
        #expect(dimensions.metadataAgeMaxMilliseconds == 6_000)
        #expect(dimensions.uncleanLeaderElection == true)
        #expect(dimensions.replicaFetchWaitMaxMilliseconds == 7)
        #expect(dimensions.replicaFetchTimeoutMilliseconds == 8)
        #expect(dimensions.sessionTimeoutMilliseconds == 900)
        #expect(dimensions.heartbeatIntervalMilliseconds == 90)
        #expect(dimensions.leaderImbalanceCheckSeconds == 0)
        #expect(
            dimensions.faultPlan
                == "{at: 1s, kill: leader, partition: 0};{at: 2s, restart: 1}")
    }
}
