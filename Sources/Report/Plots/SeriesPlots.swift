import RunResults

/// Runs over time: records acknowledged (where only reading is measured, read) per second above,
/// publish p99 below, warm-up and drain shaded, faults and unsteady windows marked. The first
/// repetition of each configuration that has a series is drawn.
struct SeriesPlots {
    private let section: ComparisonSection
    private let marks: FlagMarks

    /// Shorter series show nothing, unless a fault struck.
    private static let bucketsMin = 20
    /// More points than this are taken together.
    private static let pointsMax = 400
    private static let height = 370

    init(_ section: ComparisonSection, marks: FlagMarks) {
        self.section = section
        self.marks = marks
    }

    var plots: [Plot] {
        section.rows.compactMap { row in
            let tracks = section.acks.compactMap { acks in
                row.byAcks[acks].flatMap { track($0, acks) }
            }
            let isWorthIt = tracks.contains { track in
                track.series.buckets.count >= Self.bucketsMin || !track.faults.isEmpty
            }
            guard isWorthIt else { return nil }
            let labels = section.labels.phrases(row.dimensions)
            let faults = Self.merged(tracks)
            return Plot(
                name: "",
                caption: labels.isEmpty ? section.heading : labels.joined(separator: ", "),
                context: labels.isEmpty ? "" : section.heading,
                note: faults.map { "\($0.letter) at \(PlotAxis.short($0.seconds)) s: \($0.text)" }
                    .joined(separator: " · "),
                script: script(tracks, faults))
        }
    }

    private struct Track {
        var title: String
        var color: PlotColor
        var series: RunSeries
        var faults: [(seconds: Double, text: String)]
    }

    private struct Fault {
        var letter: String
        var seconds: Double
        var text: String
    }

    private func track(_ summary: ConfigurationSummary, _ acks: String) -> Track? {
        guard let series = summary.runs.lazy.compactMap(\.series).first, !series.buckets.isEmpty
        else { return nil }
        let faults = series.buckets.enumerated().flatMap { index, bucket in
            bucket.faults.map { (Self.seconds(series, index), $0) }
        }
        return Track(
            title: "acks=\(acks)\(marks.text(.latency, of: [summary]))",
            color: PlotColor.acks(acks), series: series, faults: faults)
    }

    /// When the slice of that number began, from the start of the measured time.
    private static func seconds(_ series: RunSeries, _ bucket: Int) -> Double {
        Double(series.startMilliseconds(bucket)) / 1_000
    }

    /// How long so many slices take.
    private static func seconds(of buckets: Int) -> Double {
        Double(buckets * RunSeries.bucketMilliseconds) / 1_000
    }

    /// Each fault once, with a letter, however many of the tracks met it at that time.
    private static func merged(_ tracks: [Track]) -> [Fault] {
        let all = tracks.flatMap(\.faults).sorted {
            ($0.seconds, $0.text) < ($1.seconds, $1.text)
        }
        var faults: [Fault] = []
        for fault in all
        where !faults.contains(where: {
            $0.text == fault.text && fault.seconds - $0.seconds < 0.25
        }) {
            faults.append(
                Fault(
                    letter: letter(faults.count), seconds: fault.seconds, text: fault.text))
        }
        return faults
    }

    /// `a` to `z`, then `aa`, `ab`: no two alike.
    private static func letter(_ index: Int) -> String {
        let last = "\(Character(UnicodeScalar(UInt8(97 + index % 26))))"
        return index < 26 ? last : letter(index / 26 - 1) + last
    }

    private func script(_ tracks: [Track], _ faults: [Fault]) -> String {
        let all = tracks.map(\.series)
        let start = all.map { Self.seconds($0, 0) }.min() ?? 0
        let end = all.map { Self.seconds($0, $0.buckets.count) }.max() ?? 1
        let measured = all.map { Self.seconds(of: $0.measuredBuckets) }.max() ?? end
        let width = max(1, Int(((end - start) * 10 / Double(Self.pointsMax)).rounded(.up)))
        var x = PlotAxis.linear(from: start, to: end) { PlotAxis.short($0) + " s" }
        x.min = start
        x.max = end
        x.tics.removeAll { $0.value < start || $0.value > end }
        var script = PlotSheet.preamble(height: Self.height)
        script += "set multiplot\nset lmargin 10\nset rmargin 2\n"
        let unnamed = x.tics.map { PlotAxis.Tic(value: $0.value, label: "") }
        script += PlotAxis(min: start, max: end, tics: unnamed).script("x")
        script += shade(from: start, to: 0) + shade(from: measured, to: end)
        script += tracks.enumerated().map { unsteady($1, row: $0) }.joined()
        script += lines(faults, areNamed: true)
        script += "set tmargin at screen 0.87\nset bmargin at screen 0.53\n"
        script += "set ylabel '\(section.throughput.title(section.load))' offset 0.5\n"
        script += panel(tracks, width, "a", isTitled: true)
        script += "set tmargin at screen 0.47\nset bmargin at screen 0.12\n"
        script += "unset label\n" + lines(faults, areNamed: false)
        script += x.script("x")
        let latency = section.load == .saturation ? "service time" : "publish"
        script += "set ylabel '\(latency) p99' offset 0.5\n"
        script += panel(tracks, width, "b", isTitled: false)
        return script + "unset multiplot\n"
    }

    private func shade(from start: Double, to end: Double) -> String {
        guard end > start else { return "" }
        return "set object rectangle from first \(PlotText.number(start)), graph 0 "
            + "to first \(PlotText.number(end)), graph 1 behind "
            + "fc rgb '\(PlotColor.shade.light)' fs solid noborder\n"
    }

    /// A bar along the upper edge over each window that left its track's level, below those of the
    /// tracks before.
    private func unsteady(_ track: Track, row: Int) -> String {
        guard let state = track.series.steadyState else { return "" }
        let window = Self.seconds(of: state.slicesPerWindow)
        func edge(_ row: Int) -> String { PlotText.number(1 - 0.035 * Double(row)) }
        return state.unsteadyWindows.map { index in
            let start = PlotText.number(Double(index) * window)
            let end = PlotText.number(Double(index + 1) * window)
            return "set object rectangle from first \(start), graph \(edge(row + 1)) "
                + "to first \(end), graph \(edge(row)) "
                + "fc rgb '\(track.color.light)' fs solid 0.55 noborder\n"
        }.joined()
    }

    private func lines(_ faults: [Fault], areNamed: Bool) -> String {
        faults.enumerated().map { index, fault in
            let place = "first \(PlotText.number(fault.seconds))"
            let arrow =
                "set arrow \(index + 1) from \(place), graph 0 to \(place), graph 1 nohead "
                + "lw 1 dt 2 lc rgb '\(PlotColor.fault.light)'\n"
            guard areNamed else { return arrow }
            return arrow + "set label \(index + 1) \(PlotText.quoted(fault.letter)) at \(place), "
                + "graph 1.06 center tc rgb '\(PlotColor.fault.light)'\n"
        }.joined()
    }

    /// Records per second in panel `a`, latency in `b`.
    private func panel(
        _ tracks: [Track], _ width: Int, _ name: String, isTitled: Bool
    ) -> String {
        let columns = tracks.map {
            isTitled ? rates($0.series, width) : latencies($0.series, width)
        }
        let values = columns.joined().compactMap { $0.map { $0[1] } }
        let scale =
            isTitled
            ? PlotAxis.fromZero(to: values.max() ?? 1, label: Measure.throughput.axisLabel)
            : PlotAxis.logarithmic(around: values, label: Measure.publish(99).axisLabel)
        var script = scale.script("y") + (isTitled ? "" : "unset key\n")
        var items: [String] = []
        for (index, track) in tracks.enumerated() {
            script += PlotText.block("$\(name)\(index)", columns[index])
            items.append(
                "$\(name)\(index) using 1:2 with lines lw 1.5 lc rgb '\(track.color.light)' "
                    + "title \(PlotText.quoted(track.title))")
        }
        return script + PlotText.plot(items)
    }

    /// The mean over each `width` slices.
    private func rates(_ series: RunSeries, _ width: Int) -> [[Double]?] {
        parts(series, width).map { part in
            let records = part.reduce(0) { sum, index in
                let bucket = series.buckets[index]
                return sum
                    + (section.load == .reading ? bucket.consumedRecords : bucket.ackedRecords)
            }
            return [middle(of: part, series), Double(records) / Self.seconds(of: part.count)]
        }
    }

    /// The worst of each `width` slices; a gap where nothing was acknowledged.
    private func latencies(_ series: RunSeries, _ width: Int) -> [[Double]?] {
        parts(series, width).map { part in
            let worst = part.compactMap { series.buckets[$0].publishP99Microseconds }.max()
            // A latency below a tenth of a microsecond has no place on the axis.
            return worst.map { [middle(of: part, series), max($0, 0.1)] }
        }
    }

    private func parts(_ series: RunSeries, _ width: Int) -> [Range<Int>] {
        stride(from: 0, to: series.buckets.count, by: width).map { start in
            start..<min(start + width, series.buckets.count)
        }
    }

    private func middle(of part: Range<Int>, _ series: RunSeries) -> Double {
        Self.seconds(series, part.lowerBound) + Self.seconds(of: part.count) / 2
    }
}
