import Testing
import Workloads

@Suite struct FaultErrorTests {
    @Test(arguments: [
        (
            "3", "3:9: faults: expected a list of faults such as {at: 5s, kill: leader}, found 3"
        ),
        (
            "{at: 1s}",
            "3:9: faults: expected a list of faults such as {at: 5s, kill: leader}, "
                + "found a mapping"
        ),
        (
            "[kill]",
            "3:10: faults[0]: expected a fault such as {at: 5s, kill: leader, for: 3s}, "
                + "found 'kill'"
        ),
        (
            "[{}]",
            "3:10: faults[0]: expected a fault such as {at: 5s, kill: leader, for: 3s}, "
                + "found a mapping"
        ),
        (
            "[{at: 1s}]",
            "3:10: faults[0]: no action; expected one of kill, restart, pause, slow, cut, delay, "
                + "lose, duplicate, power-loss, disk-full, disk-error, slow-disk, bit-rot, "
                + "crash-consumer, join-consumer, leave-consumer, reset-offsets, crash-producer, "
                + "add-partitions"
        ),
        (
            "[{at: 1s, kill: leader, pause: leader}]",
            "3:33: faults[0]: kill and pause are two actions; expected one in each entry"
        ),
        (
            "[{at: 1s, reset-offsets: 0, to: none}]",
            "3:41: faults[0].to: none is no place; expected earliest, latest, an offset such as "
                + "100, or a time ago such as 10s"
        ),
        (
            "[{at: 1s, reset-offsets: 0, for: 1s}]",
            "3:37: faults[0]: 'for' means nothing to reset-offsets; it has at, to, every, times"
        ),
        ("[{kill: leader}]", "3:10: faults[0]: the key 'at' is missing for kill"),
        (
            "[{at: 1s, slow: leader}]",
            "3:10: faults[0]: the key 'factor' is missing for slow"
        ),
        (
            "[{at: 1s, delay: leader}]",
            "3:10: faults[0]: the key 'by' is missing for delay"
        ),
        (
            "[{at: 1s, lose: leader}]",
            "3:10: faults[0]: the key 'share' is missing for lose"
        ),
        (
            "[{at: 1s, kil: leader}]",
            "3:19: faults[0]: unknown key 'kil'; did you mean 'kill'?"
        ),
        (
            "[{at: 1s, explosion: leader}]",
            "3:19: faults[0]: unknown key 'explosion'; expected one action of kill, restart, "
                + "pause, slow, cut, delay, lose, duplicate, power-loss, disk-full, disk-error, "
                + "slow-disk, bit-rot, crash-consumer, join-consumer, leave-consumer, "
                + "reset-offsets, crash-producer, add-partitions, and of at, "
                + "partition, to, one-way, factor, by, share, for, every, times"
        ),
        (
            "[{at: 1s, kill: leader, factor: 2}]",
            "3:33: faults[0]: 'factor' means nothing to kill; it has at, partition, for, every, "
                + "times"
        ),
        (
            "[{at: 1s, bit-rot: leader, for: 1s}]",
            "3:36: faults[0]: 'for' means nothing to bit-rot; it has at, partition, every, times"
        ),
        (
            "[{at: [1s, 2s], kill: leader}]",
            "3:15: faults[0].at: expected one value (faults are not swept), found a list"
        ),
    ])
    func `keys are checked`(list: String, expected: String) {
        #expect(message("faults: \(list)\n") == "w.yaml:" + expected)
    }

    @Test(arguments: [
        (
            "at: 10, kill: leader",
            "15: faults[0].at: 10 has no unit; expected a duration such as 10s "
                + "(ns, us, ms, s, min, h, d)"
        ),
        ("at: -1s, kill: leader", "15: faults[0].at: -1s is below 0"),
        ("at: , kill: leader", "15: faults[0].at: expected a duration such as 10s, found nothing"),
        (
            "kill: , at: 1s",
            "17: faults[0].kill: expected leader, follower or a broker's number, found nothing"
        ),
        (
            "kill: leeder, at: 1s",
            "17: faults[0].kill: 'leeder' is not leader, follower or a broker's number"
        ),
        (
            "kill: -1, at: 1s",
            "17: faults[0].kill: -1 is not leader, follower or a broker's number"
        ),
        (
            "cut: leader, to: friends, at: 1s",
            "28: faults[0].to: 'friends' is not one of leader, follower, followers, brokers, "
                + "clients, controller, everyone or a broker's number"
        ),
        (
            "cut: leader, to: leader, at: 1s",
            "28: faults[0].to: there is no link from leader to leader"
        ),
        (
            "cut: clients, to: clients, at: 1s",
            "29: faults[0].to: there is no link from clients to clients"
        ),
        ("cut: 1, to: 1, at: 1s", "23: faults[0].to: there is no link from 1 to 1"),
        (
            "cut: 1, to: 2, one-way: maybe, at: 1s",
            "35: faults[0].one-way: 'maybe' is neither true nor false"
        ),
        (
            "kill: 1, partition: 0, at: 1s",
            "31: faults[0].partition: means nothing to kill: 1, which names no leader or follower"
        ),
        (
            "cut: 1, to: clients, partition: 0, at: 1s",
            "43: faults[0].partition: means nothing to cut: 1 to clients, "
                + "which names no leader or follower"
        ),
        ("slow: leader, factor: 1, at: 1s", "33: faults[0].factor: 1 is not above 1"),
        ("slow: leader, factor: 0.5, at: 1s", "33: faults[0].factor: 0.5 is not above 1"),
        (
            "lose: clients, share: 0%, at: 1s",
            "33: faults[0].share: 0% is not above 0% and at most 100%"
        ),
        (
            "lose: clients, share: 101%, at: 1s",
            "33: faults[0].share: 101% is not above 0% and at most 100%"
        ),
        (
            "lose: clients, share: 0.00001%, at: 1s",
            "33: faults[0].share: 0.00001% is finer than 0.0001%"
        ),
        (
            "lose: clients, share: 0.05, at: 1s",
            "33: faults[0].share: 0.05 has no unit; expected a share such as 5%"
        ),
        (
            "lose: clients, share: some, at: 1s",
            "33: faults[0].share: 'some' is not a share such as 5%"
        ),
        ("slow-disk: 0, by: 0s, at: 1s", "29: faults[0].by: 0s is not above 0"),
        ("pause: leader, for: 0s, at: 1s", "31: faults[0].for: 0s is not above 0"),
        (
            "pause: leader, for: 2s, every: 2s, at: 1s",
            "42: faults[0].every: 2s is not above 'for', which is 2s"
        ),
        (
            "pause: leader, times: 2, at: 1s",
            "33: faults[0].times: needs 'every': from one time to the next"
        ),
        (
            "pause: leader, every: 1s, times: 0, at: 1s",
            "44: faults[0].times: 0 is not in 1...1000"
        ),
        ("add-partitions: 1, at: 1s", "27: faults[0].add-partitions: 1 is not in 2...10000"),
        (
            "crash-consumer: all, at: 1s",
            "27: faults[0].crash-consumer: 'all' is not a whole number in 0...2147483647"
        ),
    ])
    func `values are checked`(fault: String, expected: String) {
        #expect(message("faults: [{\(fault)}]\n") == "w.yaml:3:" + expected)
    }

    @Test(arguments: [
        ("kill", "expected KEY=VALUE,KEY=VALUE, such as at=5s,kill=leader,for=3s, found 'kill'"),
        ("", "expected KEY=VALUE,KEY=VALUE, such as at=5s,kill=leader,for=3s, found nothing"),
        (
            "at=1s,,kill=1",
            "expected KEY=VALUE,KEY=VALUE, such as at=5s,kill=leader,for=3s, found nothing"
        ),
        ("at=1s,at=2s,kill=1", "'at' is given more than once"),
        ("at=1s,kil=1", "unknown key 'kil'; did you mean 'kill'?"),
        ("kill=1", "the key 'at' is missing for kill"),
        ("at=1s,kill=", "kill: expected leader, follower or a broker's number, found nothing"),
        ("at=12s,kill=1", "at: 12s is not before the run's end; run.duration is 5s"),
        (
            "at=1s,kill=3",
            "kill: broker 3 does not exist: cluster.brokers is 3, so there are 0...2"
        ),
        (
            "at=1s,kill=1,pause=1",
            "kill and pause are two actions; expected one in each entry"
        ),
    ])
    func `an option is read as strictly as a file`(option: String, expected: String) {
        do {
            _ = try workload("", overrides: WorkloadOverrides(faults: [option]))
            Issue.record("no error")
        } catch {
            let place = option.isEmpty ? "--fault " : "--fault \(option)"
            #expect(error.description == "\(place): \(expected)")
        }
    }
}
