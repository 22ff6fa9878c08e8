import Workloads

/// Parses a workload of `body` under a name and a question, which take lines 1 and 2, so that
/// the first line of `body` is line 3.
func workload(
    _ body: String, overrides: WorkloadOverrides = .none
) throws(WorkloadError) -> WorkloadFile {
    let text = "name: test\nquestion: Does it hold?\n" + body
    return try WorkloadFile(parsing: text, path: "w.yaml", overrides: overrides)
}

/// The message of the error that `body` causes, or what it was parsed to.
func message(_ body: String, set: [String] = []) -> String {
    do {
        let file = try workload(body, overrides: WorkloadOverrides(settings: set))
        return "no error, but \(file.cells.count) cells"
    } catch {
        return error.description
    }
}

/// The message of the error that a whole file causes.
func message(file text: String) -> String {
    do {
        return "no error, but \(try WorkloadFile(parsing: text, path: "w.yaml").cells.count) cells"
    } catch {
        return error.description
    }
}
