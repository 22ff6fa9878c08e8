import Records
import Testing

@Suite struct PlainStemTests {
    @Test(arguments: [
        ("orders", "orders"), ("1 topic / 1 partition / 1Kb", "1-topic-1-partition-1Kb"),
        ("../../etc/passwd", "..-..-etc-passwd"), ("__consumer_offsets", "__consumer_offsets"),
        ("acks--all", "acks--all"), ("ümlaut\u{0}\n", "-mlaut-"), ("", ""),
    ])
    func aNameBecomesPartOfAFilesName(name: String, stem: String) {
        #expect(name.plainStem == stem)
    }

    @Test func aLongNameIsCut() {
        #expect(String(repeating: "x", count: 300).plainStem.count == 200)
    }
}
