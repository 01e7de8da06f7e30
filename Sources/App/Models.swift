import Foundation

/// Where the models of `tools/setup` lie.
enum Models {
    /// `$STOREPROOF_MODELS`, else `models/cache` beside the executable's package or the working directory.
    static func folder() throws -> URL {
        if let path = ProcessInfo.processInfo.environment["STOREPROOF_MODELS"] {
            return URL(fileURLWithPath: path)
        }
        var starts = [URL(fileURLWithPath: FileManager.default.currentDirectoryPath)]
        if let executable = Bundle.main.executableURL?.resolvingSymlinksInPath() {
            starts.insert(executable, at: 0)
        }
        for start in starts {
            var folder = start
            while folder.path != "/" {
                let models = folder.appendingPathComponent("models/cache")
                if FileManager.default.fileExists(atPath: models.path) { return models }
                folder.deleteLastPathComponent()
            }
        }
        throw Failure.environment(
            "找不到模型，请先运行 tools/setup，或设置 STOREPROOF_MODELS (no models: run tools/setup or set STOREPROOF_MODELS)"
        )
    }

    static func text() throws -> URL { try folder().appendingPathComponent("ppocrv6") }
}
