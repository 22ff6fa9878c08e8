/// The workloads of a folder, as `weir workloads` lists them.
package struct WorkloadCatalog: Sendable {
    /// What a reader needs to choose a workload.
    package struct Entry: Hashable, Sendable {
        package var name: String
        /// The file's path: the folder's and the file's name.
        package var path: String
        package var question: String
        package var cellCount: Int
        /// Warm-up and measuring of all runs together.
        package var estimatedSeconds: Double
    }

    /// By file name.
    package private(set) var entries: [Entry] = []
    /// Why other files of the folder are no workloads, by file name.
    package private(set) var errors: [WorkloadError] = []

    /// Reads every `.yaml` and `.yml` file of `directory`. Throws `WorkloadError.unreadable` when
    /// the folder itself cannot be read.
    package static func list(directory: String) throws(WorkloadError) -> WorkloadCatalog {
        var catalog = WorkloadCatalog()
        for file in try SourceText.workloadNames(directory: directory) {
            let path = directory.hasSuffix("/") ? directory + file : "\(directory)/\(file)"
            do throws(WorkloadError) {
                catalog.entries.append(Entry(try WorkloadFile.load(path: path)))
            } catch {
                catalog.errors.append(error)
            }
        }
        return catalog
    }
}

extension WorkloadCatalog.Entry {
    fileprivate init(_ file: WorkloadFile) {
        name = file.name
        path = file.path
        question = file.question
        cellCount = file.cells.count
        estimatedSeconds = file.estimatedSeconds
    }
}
