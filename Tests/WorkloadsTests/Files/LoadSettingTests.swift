import Records
import Testing
import Workloads

/// Who sends, who reads, and how many topics there are.
@Suite struct LoadSettingTests {
    @Test func `writing alone has no groups`() throws {
        let file = try workload("consumers: {groups: [0, 1], count: [1, 3]}\n")
        #expect(file.cells.map(\.consumers.groups) == [0, 1, 1])
        let alone = try workload("consumers: {groups: 0, assignment: sticky}\n")
        #expect(alone.cells.first?.consumers.isSubscribed == false)
    }

    @Test func `topics have their partitions each`() throws {
        let file = try workload("topic: {count: 4, partitions: 3}\n")
        #expect(file.cells.first?.topic.allPartitions == 12)
    }

    @Test(arguments: [
        (
            "consumers: {groups: 0, count: 3}",
            "consumers.count 3 does nothing here; it takes consumers.groups above 0"
        ),
        (
            "consumers: {groups: 0, backlog: 1MiB}",
            "consumers.backlog 1MiB is for members, and consumers.groups is 0"
        ),
        (
            "consumers: {groups: 0}\nproducers: {send: warmup}",
            "producers.send warmup leaves nothing to measure with consumers.groups 0"
        ),
        (
            "producers: {send: warmup}\nrun: {warmup: 0s}",
            "producers.send warmup needs run.warmup above 0"
        ),
        (
            "producers: {send: warmup, rate: 5/s, arrival: ramp}",
            "producers.arrival ramp goes over the measured time, in which producers.send warmup "
                + "sends nothing"
        ),
        (
            "producers: {rate: search, send: warmup}",
            "producers.rate search judges by what is acknowledged in the measured time, in which "
                + "producers.send warmup sends nothing"
        ),
        (
            "producers: {rate: search}\nconsumers: {backlog: 1MiB}",
            "producers.rate search asks that no group falls behind, and consumers.backlog 1MiB "
                + "holds them back"
        ),
        ("producers: {send: never}", "producers.send: 'never' is not one of always, warmup"),
        ("producers: {idle: -1}", "producers.idle: -1 is not in 0...65535"),
        (
            "topic: {count: 101, partitions: 100}",
            "topic.count 101 times topic.partitions 100 is 10100 partitions; expected at most "
                + "10000 in all"
        ),
        (
            "topic: {count: 2}\nfaults: [{at: 1s, add-partitions: 5}]",
            "topic.count is 2; partitions are added to one topic alone"
        ),
    ])
    func `what contradicts itself is named`(body: String, expected: String) {
        let found = message(body + "\n")
        #expect(found.contains(expected), "\(found)")
    }
}
