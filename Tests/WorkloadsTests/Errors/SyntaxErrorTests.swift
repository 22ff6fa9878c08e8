import Testing
import Workloads

@Suite struct SyntaxErrorTests {
    @Test(arguments: [
        ("", "w.yaml:1:1: the file is empty; expected at least name and question"),
        ("# only\n", "w.yaml:1:1: the file is empty; expected at least name and question"),
        ("---\n", "w.yaml:2:1: the file is empty; expected at least name and question"),
        (
            "- a\n- b\n",
            "w.yaml:1:1: expected a mapping with name, question and settings, found a list"
        ),
        (
            "just text",
            "w.yaml:1:1: expected a mapping with name, question and settings, found 'just text'"
        ),
        ("name: x\n\tquestion: y\n", "w.yaml:2:1: a tab, where YAML takes spaces only"),
        ("topic:\n\tpartitions: 3\n", "w.yaml:2:1: a tab, where YAML takes spaces only"),
        (
            "name: [x\nquestion: y\n",
            "w.yaml:2:9: not valid YAML: did not find expected ',' or ']' "
                + "(while parsing a flow sequence)"
        ),
        (
            "name: x\n  question: y\n",
            "w.yaml:2:11: not valid YAML: mapping values are not allowed in this context"
        ),
        (
            "name: \"x\n",
            "w.yaml:2:1: not valid YAML: found unexpected end of stream "
                + "(while scanning a quoted scalar)"
        ),
        (
            "name: *x\n",
            "w.yaml:1:7: not valid YAML: found undefined alias"
        ),
        (
            "name: x\n---\nname: y\n",
            "w.yaml:2:1: not valid YAML: but found another document "
                + "(expected a single document in the stream)"
        ),
        ("name: !!int 3\n", "w.yaml:1:7: the YAML tag 'tag:yaml.org,2002:int' is not used here"),
        ("[a]: x\n", "w.yaml:1:1: a key must be a word"),
        ("name: a\u{0}b\n", "w.yaml:1:8: not valid YAML: control characters are not allowed"),
    ])
    func `what is not a YAML mapping is named with its place`(text: String, expected: String) {
        #expect(message(file: text) == expected)
    }

    @Test func `nesting has an end`() {
        // A boolean, because a failure would print the file.
        let text = String(repeating: "[", count: 100_000)
        let isRefused = message(file: text) == "w.yaml:1:1: not valid YAML: it nests too deep"
        #expect(isRefused)
    }

    @Test func `a key given twice is named`() {
        #expect(
            message("topic:\n  partitions: 1\n  segment.ms: 5\n  partitions: 2\n")
                == "w.yaml:4:3: key 'partitions' is given more than once")
        #expect(
            message("name: again\n") == "w.yaml:1:1: key 'name' is given more than once")
    }

    @Test func `a setting given by both of its names is named`() {
        let body = "producers:\n  max.in.flight: 1\n  max.in.flight.requests.per.connection: 1\n"
        #expect(
            message(body)
                == "w.yaml:5:3: producers.max.in.flight.requests.per.connection: "
                + "producers.max.in.flight is given twice")
    }

    @Test(arguments: [
        ("question: q\n", "w.yaml:1:1: the key 'name' is missing"),
        ("\n\nname: n\n", "w.yaml:3:1: the key 'question' is missing"),
        ("name:\nquestion: q\n", "w.yaml:1:6: name: expected a text, found nothing"),
        ("name: [a]\nquestion: q\n", "w.yaml:1:7: name: expected a text, found a list"),
        ("name: n\nquestion: {a: b}\n", "w.yaml:2:11: question: expected a text, found a mapping"),
        (
            "name: n\nquestion: q\nreading: []\n",
            "w.yaml:3:10: reading: expected a text, found an empty list"
        ),
    ])
    func `missing and wrong headings are named`(text: String, expected: String) {
        #expect(message(file: text) == expected)
    }

    @Test func `every message is one line, whatever is in the file`() {
        let body = "topic:\n  partitions: \"a\\nb\\tc \(String(repeating: "x", count: 200))\"\n"
        let text = message(body)
        #expect(!text.contains("\n") && !text.contains("\t"))
        #expect(
            text == "w.yaml:4:15: topic.partitions: 'a b c \(String(repeating: "x", count: 51))...'"
                + " is not a whole number in 1...10000")
    }
}
