import Foundation
import TestSupport
import Testing

/// Makes calls of the system fail in the server's process, or kills it at one of them: what `FaultInjector.h` says.
struct InjectedFaults {
    private let order: URL

    /// Built beside the tests; `$STOREPROOF_FAULT_INJECTOR` names another one.
    static func library() throws -> URL {
        if let path = ProcessInfo.processInfo.environment["STOREPROOF_FAULT_INJECTOR"] {
            return URL(fileURLWithPath: path)
        }
        let places = [".build/release/libfault-injector.so", ".build/debug/libfault-injector.so"]
        let found = places.map { Fixture.projectRoot.appendingPathComponent($0) }
            .first { FileManager.default.fileExists(atPath: $0.path) }
        return try #require(found, "build the product fault-injector first")
    }

    /// For the server of a chain, on everything below its data folder.
    static func environment(data: String) throws -> [String: String] {
        [
            "LD_PRELOAD": try library().path, "FAULT_FOLDER": data + "/", "FAULT_ORDER": orderFile(data).path,
        ]
    }

    init(_ chain: RunningChain) { order = Self.orderFile(chain.data) }

    private static func orderFile(_ data: String) -> URL { URL(fileURLWithPath: data + ".fault") }

    /// - Parameters:
    ///   - call: `any` or one of the calls.
    ///   - number: counted from now; 0 for each.
    ///   - what: `kill`, `killAfter`, `short` or an error number.
    func give(_ call: String = "any", _ number: Int, _ what: String) throws {
        try Data("\(call) \(number) \(what)\n".utf8).write(to: order, options: .atomic)
    }

    func withdraw() throws {
        if FileManager.default.fileExists(atPath: order.path) {
            try FileManager.default.removeItem(at: order)
        }
    }

    /// Calls that were counted since the last look, with their file.
    func calls() throws -> [String] {
        let log = URL(fileURLWithPath: order.path + ".log")
        guard FileManager.default.fileExists(atPath: log.path) else { return [] }
        let text = try String(contentsOf: log, encoding: .utf8)
        try FileManager.default.removeItem(at: log)
        return text.split(separator: "\n").map(String.init)
    }
}
