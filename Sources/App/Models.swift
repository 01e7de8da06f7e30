import Foundation

/// Where the models of `tools/setup` lie.
enum Models {
    /// `$STOREPROOF_MODELS`, else `models/cache` beside the executable's package or the working directory.
    static func folder() throws -> URL {
        if let path = ProcessInfo.processInfo.environment["STOREPROOF_MODELS"] {
            return URL(fileURLWithPath: path)
        }
        if let models = InstalledFile.find("models/cache") { return models }
        throw Failure.environment(
            "找不到模型，请先运行 tools/setup，或设置 STOREPROOF_MODELS (no models: run tools/setup or set STOREPROOF_MODELS)"
        )
    }

    static func text() throws -> URL { try folder().appendingPathComponent("ppocrv6") }
}
