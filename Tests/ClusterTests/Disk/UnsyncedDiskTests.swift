import Cluster
import Platform
import Records
import Storage
import Testing

/// What a power loss takes and what it leaves.
@Suite struct UnsyncedDiskTests {
    private static let seeds: Range<UInt64> = 0..<60
    private static let page = 4096

    /// For each seed, what `look` finds after a power loss on the disk that `prepare` wrote.
    private func outcomes<Found>(
        _ prepare: (UnsyncedDisk) throws -> Void, _ look: (UnsyncedDisk) throws -> Found
    ) throws -> [Found] {
        try Self.seeds.map { seed in
            try withTemporaryDirectory { directory in
                let disk = UnsyncedDisk(FileDisk(root: directory), root: directory, shard: 0)
                try prepare(disk)
                try disk.losePower(seed: seed)
                let found = try look(disk)
                #expect(try !Directory.list(directory).contains { $0.hasPrefix(".unsynced") })
                return found
            }
        }
    }

    private func pages(_ values: UInt8...) -> [UInt8] {
        values.flatMap { [UInt8](repeating: $0, count: Self.page) }
    }

    private func makeDurable(_ bytes: [UInt8], _ path: String, _ disk: UnsyncedDisk) throws {
        try disk.createDirectory("log")
        try disk.syncDirectory(".")
        try disk.write(bytes, to: path)
        try disk.sync(path)
        try disk.syncDirectory("log")
    }

    @Test func whatWasSyncedStaysWhateverFollows() throws {
        let found = try outcomes {
            try makeDurable(pages(1, 2) + [3, 3, 3], "log/a", $0)
            try $0.write(pages(4, 4, 4), at: 2 * Self.page + 3, to: "log/a")
        } _: {
            try $0.bytes(of: "log/a") ?? []
        }
        let synced = pages(1, 2) + [3, 3, 3]
        for bytes in found {
            let isKept = bytes.starts(with: synced)
            #expect(isKept, "\(bytes.count) \(bytes.dropFirst(2 * Self.page).prefix(9))")
        }
        let sizes = Set(found.map(\.count)).count
        #expect(sizes > 3)
    }

    @Test func everyUnsyncedPageHasAFateOfItsOwn() throws {
        let found = try outcomes {
            try makeDurable([], "log/a", $0)
            try $0.write(pages(5, 5, 5, 5), to: "log/a")
        } _: {
            try $0.bytes(of: "log/a") ?? []
        }
        var fates: Set<[String]> = []
        for bytes in found where bytes.count == 4 * Self.page {
            fates.insert(
                (0..<4).map { number in
                    let page = bytes[number * Self.page..<(number + 1) * Self.page]
                    if page.allSatisfy({ $0 == 5 }) { return "kept" }
                    return page.allSatisfy { $0 == 0 } ? "lost" : "garbled"
                })
        }
        for fate in ["kept", "lost", "garbled"] {
            #expect(fates.contains { $0.contains(fate) })
        }
        // A later page may be there and an earlier one not.
        #expect(fates.contains { $0[0] != "kept" && $0[3] == "kept" })
        #expect(fates.count > 5)
    }

    @Test func overwrittenBytesMayComeBack() throws {
        let found = try outcomes {
            try makeDurable(pages(1, 1, 1), "log/a", $0)
            try $0.write([UInt8](repeating: 2, count: 10), at: Self.page + 7, to: "log/a")
        } _: {
            try $0.bytes(of: "log/a") ?? []
        }
        let pieces = Set(found.map { Array($0[Self.page + 7..<Self.page + 17]) })
        #expect(pieces.contains([UInt8](repeating: 1, count: 10)))
        #expect(pieces.contains([UInt8](repeating: 2, count: 10)))
        #expect(pieces.count > 2)
        for bytes in found {
            var around = bytes
            around.replaceSubrange(
                Self.page + 7..<Self.page + 17, with: repeatElement(1, count: 10))
            let isKept = around == pages(1, 1, 1)
            #expect(isKept)
        }
    }

    @Test func whatWasCutMayComeBack() throws {
        let found = try outcomes {
            try makeDurable(pages(1, 2, 3), "log/a", $0)
            let file = try $0.open("log/a", create: false)
            try $0.truncate(file, to: 100)
            $0.close(file)
        } _: {
            try $0.bytes(of: "log/a") ?? []
        }
        #expect(found.contains { $0.count == 100 })
        #expect(found.contains { $0.count == 3 * Self.page })
        for bytes in found {
            let isCut = bytes.count == 100
            let isBack = bytes.dropFirst(Self.page).elementsEqual(pages(2, 3))
            #expect(isCut || isBack)
            let isKept = bytes.prefix(100).allSatisfy { $0 == 1 }
            #expect(isKept)
        }
    }

    @Test func namesWithoutASyncOfTheirDirectoryMayRevert() throws {
        let found = try outcomes { disk in
            try makeDurable([1], "log/old", disk)
            try disk.unlink("log/old")
            try disk.write([2], to: "log/new")
            try disk.sync("log/new")
        } _: {
            [try $0.bytes(of: "log/old"), try $0.bytes(of: "log/new")]
        }
        #expect(Set(found) == [[[1], nil], [[1], [2]], [nil, nil], [nil, [2]]])
    }

    @Test func namesUnderASyncedDirectoryStay() throws {
        let found = try outcomes { disk in
            try makeDurable([1], "log/old", disk)
            try disk.unlink("log/old")
            try disk.write([2], to: "log/new")
            try disk.sync("log/new")
            try disk.syncDirectory("log")
        } _: {
            [try $0.bytes(of: "log/old"), try $0.bytes(of: "log/new")]
        }
        #expect(Set(found) == [[nil, [2]]])
    }

    @Test func aReplacedFileIsOldOrNew() throws {
        let found = try outcomes { disk in
            try makeDurable([1], "log/a", disk)
            try makeDurable([2], "log/b", disk)
            try disk.rename("log/b", to: "log/a")
        } _: {
            [try $0.bytes(of: "log/a"), try $0.bytes(of: "log/b")]
        }
        #expect(Set(found) == [[[1], [2]], [[2], nil]])
    }

    @Test func aDirectoryWithoutASyncMayVanishWithWhatIsInIt() throws {
        let found = try outcomes { disk in
            try disk.createDirectory("log")
            try disk.write([1], to: "log/a")
            try disk.sync("log/a")
            try disk.syncDirectory("log")
        } _: {
            try $0.bytes(of: "log/a")
        }
        #expect(Set(found) == [nil, [1]])
    }

    @Test func aSeedRepeatsItsLoss() throws {
        let runs = try (0..<2).map { _ in
            try outcomes {
                try makeDurable(pages(1), "log/a", $0)
                try $0.write(pages(4, 5, 6), at: 50, to: "log/a")
            } _: {
                try $0.bytes(of: "log/a") ?? []
            }
        }
        let areAlike = runs[0] == runs[1]
        #expect(areAlike)
    }

    @Test func whatIsLeftCountsAsSynced() throws {
        try withTemporaryDirectory { directory in
            let disk = UnsyncedDisk(FileDisk(root: directory), root: directory, shard: 0)
            try disk.createDirectory("log")
            try disk.syncDirectory(".")
            try disk.write(pages(1, 2, 3), to: "log/a")
            try disk.losePower(seed: 1)
            let first = try disk.bytes(of: "log/a")
            for seed in Self.seeds {
                try disk.losePower(seed: seed)
                let isAlike = try disk.bytes(of: "log/a") == first
                #expect(isAlike)
            }
        }
    }
}
