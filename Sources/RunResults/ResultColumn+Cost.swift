extension ResultColumn {
    static let cost: [ResultColumn] = [
        measure(
            "cpu_s_per_million_records",
            "CPU seconds of engine, generator and checker for a million acknowledged records.",
            of: { $0.cpuSecondsPerMillionRecords }),
        measure("engine_cpu_ns_per_record", "CPU of brokers and clients per acknowledged record.") {
            $0.engineCPUNanosecondsPerRecord
        },
        measure(
            "generator_cpu_ns_per_record",
            "CPU of drawing, stamping and encoding per acknowledged record.",
            of: { $0.generatorCPUNanosecondsPerRecord }),
        measure(
            "checker_cpu_ns_per_record",
            "CPU of decoding and checking per acknowledged record.",
            of: { $0.checkerCPUNanosecondsPerRecord }),
        measure("allocations_per_record", "Heap allocations per acknowledged record.") {
            $0.allocationsPerRecord
        },
        measure("allocated_bytes_per_record", "Heap bytes allocated per acknowledged record.") {
            $0.allocatedBytesPerRecord
        },
        measure("resident_mb", "Resident memory of the process at the end, 10^6 bytes.") {
            $0.residentMegabytes
        },
        ResultColumn(
            "setup_s", .measure,
            "From nothing to a cluster with its topic and clients; no part of the measured time."
        ) { run, _ in CellValue(run.cost.setupSeconds) },
        ResultColumn(
            "setup_resident_mb", .measure,
            "What resident memory grew by meanwhile, 10^6 bytes; a later run of the same bench "
                + "grows by less, because it uses again what an earlier one freed."
        ) { run, _ in CellValue(run.cost.setupResidentBytes.map { Double($0) / 1e6 }) },
        measure("log_mb_written", "What all brokers wrote to their logs, 10^6 bytes.") {
            Double($0.throughput.logBytesWritten) / 1e6
        },
        measure("write_amplification", "Log bytes written per acknowledged key and value byte.") {
            $0.writeAmplification
        },
        measure(
            "dirty_mb_max",
            "Dirty and writeback pages of the system, the larger of start and end, 10^6 bytes.",
            of: { Double($0.cost.dirtyBytesMax) / 1e6 }),
        measure("io_pressure_ms", "Time in which some task of the system stalled on I/O.") {
            $0.cost.ioPressureMicroseconds.map { Double($0) / 1_000 }
        },
        ResultColumn(
            "share_of_append_ceiling", .measure,
            "Log bytes written per second over what one core appends to fresh files there; 1 is "
                + "all of it, and several cores can exceed it."
        ) { run, environment in CellValue(run.shareOfAppendCeiling(in: environment)) },
        ResultColumn(
            "share_of_path_ceiling", .measure,
            "Log bytes of one replica written per second over what one core encodes, checksums, "
                + "appends and reads back with nothing else to do; several cores can exceed 1."
        ) { run, environment in CellValue(run.shareOfPathCeiling(in: environment)) },
    ]
}
