import Records

extension CellRule {
    /// What the settings of arrivals must agree on.
    static let arrivals = [
        rampsRise, backlogsNeedTime, backlogsNeedReaders, shapesNeedTime, searchesNeedAcks,
        searchesNeedReaders,
    ]

    private static let backlogsNeedTime = CellRule(
        settings: ["producers.send", "run.warmup"]
    ) { cell in
        cell.producers.send == .warmup && cell.run.warmup == .zero
            ? "producers.send warmup needs run.warmup above 0" : nil
    }

    private static let backlogsNeedReaders = CellRule(
        settings: ["producers.send", "consumers.backlog", "consumers.groups"]
    ) { cell in
        guard cell.consumers.groups == 0 else { return nil }
        if cell.producers.send == .warmup {
            return "producers.send warmup leaves nothing to measure with consumers.groups 0"
        }
        return cell.consumers.backlogBytes.map {
            "consumers.backlog \($0.byteText) is for members, and consumers.groups is 0"
        }
    }

    private static let shapesNeedTime = CellRule(
        settings: ["producers.arrival", "producers.send"]
    ) { cell in
        let producers = cell.producers
        guard producers.send == .warmup, producers.rate != .max,
            producers.arrival == .step || producers.arrival == .ramp
        else { return nil }
        return "producers.arrival \(producers.arrival.rawValue) goes over the measured time, in "
            + "which producers.send warmup sends nothing"
    }

    private static let searchesNeedAcks = CellRule(
        settings: ["producers.rate", "producers.send"]
    ) { cell in
        cell.producers.rate == .search && cell.producers.send == .warmup
            ? "producers.rate search judges by what is acknowledged in the measured time, in which "
                + "producers.send warmup sends nothing"
            : nil
    }

    private static let searchesNeedReaders = CellRule(
        settings: ["producers.rate", "consumers.backlog"]
    ) { cell in
        guard cell.producers.rate == .search else { return nil }
        return cell.consumers.backlogBytes.map {
            "producers.rate search asks that no group falls behind, and consumers.backlog "
                + "\($0.byteText) holds them back"
        }
    }

    private static let rampsRise = CellRule(
        settings: ["producers.ramp.to", "producers.ramp.from", "producers.arrival"]
    ) { cell in
        let shape = cell.producers.shape
        guard cell.producers.arrival == .ramp, shape.rampFrom == 0, shape.rampTo == 0 else {
            return nil
        }
        return "producers.ramp.from and producers.ramp.to are both 0; expected one of them above 0"
    }
}
