/// Rendered plans; a backslash at a line's end only folds it.
enum PlanGolden {
    /// Of `PlanSamples.orders()`.
    static let orders = """
        Numbers used: stated rates (--per-partition-throughput 10 MB/s, \
        --per-consumer-throughput 20 MB/s).

        # Plan: 10 partitions, replication factor 3, min.insync.replicas 2, acks=all

        Asked for: 50 MB/s in records of 1 KB (50,000 records/s), read by 1 consumer group, \
        surviving 1 failure and writable through 1 failure.

        ## Recommendation

        | setting | value |
        | --- | --- |
        | partitions | 10 |
        | replication.factor | 3 |
        | min.insync.replicas | 2 |
        | acks | all |
        | unclean.leader.election.enable | false |
        | consumers in each group | 5 |
        | brokers, at least | 3 |

        ## Why

        - Binding constraint, `produce-per-partition`: the busiest of 10 partitions takes \
        7.25 MB/s (14.5 % of the records); one carries 10 MB/s, of which at most 80 % is used.
        - At least 9 partitions meet every constraint; 10 is the next count with as many \
        divisors as any below it, so it splits evenly among many numbers of consumers.
        - Rao's rule max(t/p, t/c), without headroom and skew, says 5 partitions.
        - Replication: acknowledged records outlive 1 failure and writes go on through 1: \
        min.insync.replicas = 1 + 1, replication.factor = 1 + 1 + 1.

        | rate | value | from |
        | --- | --- | --- |
        | one partition | 10 MB/s | --per-partition-throughput 10 MB/s |
        | one consumer | 20 MB/s | --per-consumer-throughput 20 MB/s |

        ## Constraints

        | constraint | demand | limit | slack | partitions needed | why |
        | --- | --- | --- | --- | --- | --- |
        | **produce-per-partition** | 7.25 MB/s | 8 MB/s | 9.37 % | 9 | the busiest of 10 \
        partitions takes 7.25 MB/s (14.5 % of the records); one carries 10 MB/s, of which at \
        most 80 % is used |
        | consume-per-consumer | 12 MB/s | 14 MB/s | 14.3 % | 5 | the busiest of 5 consumers \
        reads 12 MB/s (24 % of the records); one reads 20 MB/s, of which at most 70 % is used \
        |
        | consumer-service-time | 60 % | 70 % | 14.3 % | 5 | the busiest of 5 consumers \
        handles 12,000 records/s at 50 µs each, so it is busy 60 % of the time |
        | one-consumer-down | 16.7 MB/s | 20 MB/s | 16.3 % | 6 | with one of 5 consumers down \
        the busiest has 3 partitions and 16.7 MB/s (33.5 % of the records), and must keep up \
        without headroom |
        | hot-key | 50 MB/s | 160 MB/s | 68.8 % |  | one partition and one consumer take all \
        of the hottest key's 5 %, so no partition count carries more; about 20 partitions are \
        useful |
        | brokers | 3 | 3 | 0 % |  | each of 3 replicas of a partition lies on its own \
        broker, of 3 brokers (the fewest that do) |
        | replicas-per-broker | 10 | 4,000 | 99.8 % |  | advised by KIP-578, not measured |

        ## What would change it

        - Above 55.2 MB/s (1.1 times the request) 10 partitions no longer do.
        - With a hottest key above 6.67 % of the records (the request has 5 %) 10 partitions \
        no longer do.

        ## Disk and network

        Disk for 7 d with 3 replicas: 90.7 TB of logs, or 113 TB of disk so that it stays at \
        most 80 % full. The busiest broker holds 30.2 TB, or 37.8 TB of disk.

        | network | brokers | in, all | out, all | in, busiest | out, busiest |
        | --- | --- | --- | --- | --- | --- |
        | all brokers up | 3 | 150 MB/s | 150 MB/s | 50 MB/s | 64.5 MB/s |
        | one down | 2 | 100 MB/s | 100 MB/s | 50 MB/s | 52.5 MB/s |

        ## Growing from 6 partitions

        80 % of the keys would move to another partition, and until the old ones are read to \
        their end, records of a moved key can be processed out of order. Make a new topic \
        with 10 partitions, drain the old one, and switch over.

        ## Caveats

        - Consumers are sized for the steady load: rebalance pauses and catching up on a \
        backlog are not in it.
        - Replicas acknowledge from memory: a power loss that takes all of them at once can \
        lose acknowledged records unless brokers also fsync (flush.messages).
        - Failures are counted in brokers; where a rack can fail as one, place replicas in \
        different racks and count racks.
        - Disk and network count keys and values as sent; protocol overhead adds to them and \
        compression takes from them.
        - Disk takes the peak throughput for the whole retention.
        - Latency is not planned for, and no row at this setting and a fixed rate says what \
        it was.

        """
}
