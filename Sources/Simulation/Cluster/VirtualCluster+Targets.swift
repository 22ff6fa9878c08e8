import Brokers
import Faults
import Messages
import Records

extension VirtualCluster {
    /// The broker that a fault is meant for, as things stand; nil where there is none.
    func resolve(_ target: BrokerTarget) -> BrokerProcess? {
        switch target {
        case .broker(let broker):
            return broker.index < processes.count ? processes[broker.index] : nil
        case .leader(let partition):
            return state(of: partition)?.leader.map { processes[$0.index] }
        case .follower(let partition):
            guard let state = state(of: partition) else { return nil }
            let others = state.replicas.filter { $0 != state.leader }
            let follower = others.first { state.inSyncReplicas.contains($0) } ?? others.first
            return follower.map { processes[$0.index] }
        }
    }

    /// A partition as the controller holds it.
    func state(of partition: PartitionIndex) -> PartitionState? {
        controller.states(of: topic).first { $0.partition.partition == partition }
    }

    /// Lets a fault work on links. Answers whether there are such.
    func strike(_ fault: Int, _ target: LinkTarget, _ trouble: LinkTrouble) -> Bool {
        let concerns = links(of: target)
        guard !concerns.isEmpty else { return false }
        faults[fault].isActive = true
        network.begin(
            VirtualNetwork.ActiveTrouble(fault: fault, concerns: concerns, trouble: trouble))
        return true
    }

    /// Each once, though an end may stand for several.
    private func links(of target: LinkTarget) -> [(from: Int, to: Int)] {
        let from = nodes(of: target.from)
        let to = nodes(of: target.to)
        var links: [(from: Int, to: Int)] = []
        for source in from {
            for sink in to where source != sink {
                links.append((source, sink))
                let isReverseToCome = from.contains(sink) && to.contains(source)
                if !target.isOneWay, !isReverseToCome { links.append((sink, source)) }
            }
        }
        return links
    }

    private func nodes(of end: LinkEnd) -> [Int] {
        let brokers = numbers.brokers
        return switch end {
        case .broker(let target): resolve(target).map { [$0.id.index] } ?? []
        case .followers(let partition):
            state(of: partition).map { state in
                state.replicas.filter { $0 != state.leader }.map(\.index)
            } ?? []
        case .brokers: Array(0..<brokers)
        case .controller: [numbers.controller]
        case .clients: Array((brokers + 1)..<(brokers + 1 + clients.count))
        case .everyone: Array(0..<(brokers + 1 + clients.count))
        }
    }

    /// Flips a bit of a partition's log, somewhere in what its batches' checksums or framing
    /// cover. Answers false where there is nothing written.
    func rot(_ process: BrokerProcess, _ target: BrokerTarget, at time: Nanoseconds) -> Bool {
        var chances = random.fork(stream: 3 << 56 | UInt64(bitPattern: time.rawValue))
        let partition: PartitionIndex
        switch target {
        case .leader(let named), .follower(let named): partition = named
        case .broker:
            let own = (process.broker?.partitions ?? []).filter { $0.topic == topic }
            guard !own.isEmpty else { return false }
            partition = own[Int(chances.next(below: UInt64(own.count)))].partition
        }
        let segments = process.disk.segments(of: partition).filter { $0.file.size > 0 }
        let bytes = segments.reduce(0) { $0 + $1.file.size }
        guard bytes > 0 else { return false }
        var position = Int(chances.next(below: UInt64(bytes)))
        let bit = Int(chances.next(below: 8))
        for segment in segments {
            if position < segment.file.size {
                let place = segment.file.covered(near: position)
                segment.file.flip(bit: bit, at: place.position)
                watch?.rotted(partition.index, process.id, at: place.batch ?? segment.base)
                break
            }
            position -= segment.file.size
        }
        process.hasRot = true
        return true
    }
}

extension VirtualFile {
    /// The position itself, or where it lies in a batch's offset, length or epoch, which no
    /// checksum covers, the first byte after them; and the offset at which the batch begins.
    fileprivate func covered(near position: Int) -> (position: Int, batch: Offset?) {
        var result: (position: Int, batch: Offset?) = (position, nil)
        var start = 0
        bytes.withUnsafeBytes { raw in
            TrackedBatch.forEach(in: raw) { header in
                if position >= start, position < start + header.byteCount {
                    result = (max(position, start + BatchLayout.magic), header.baseOffset)
                }
                start += header.byteCount
            }
        }
        return result
    }
}
