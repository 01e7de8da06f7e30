import Foundation

/// What `tools/setup` lays beside the package.
enum InstalledFile {
    /// In the nearest folder above the executable that has it, else above the working directory.
    static func find(_ path: String) -> URL? {
        var starts = [URL(fileURLWithPath: FileManager.default.currentDirectoryPath)]
        if let executable = Bundle.main.executableURL?.resolvingSymlinksInPath() {
            starts.insert(executable, at: 0)
        }
        for start in starts {
            var folder = start
            while folder.path != "/" {
                let found = folder.appendingPathComponent(path)
                if FileManager.default.fileExists(atPath: found.path) { return found }
                folder.deleteLastPathComponent()
            }
        }
        return nil
    }
}
