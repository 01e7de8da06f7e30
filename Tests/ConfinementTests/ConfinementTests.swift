import Foundation
import TestSupport
import Testing

/// What a hostile file would like to do, tried in a process that is confined as decoding ones are.
struct ConfinementTests {
    @Test(arguments: [
        "open", "create", "socket", "unix-socket", "spawn", "exec", "kill-parent", "executable-memory",
    ])
    func `a confined process is not permitted`(_ what: String) throws {
        #expect(try Probe.run([what]) == "errno \(EPERM)")
    }

    @Test func `a confined process gets no more memory than it may have`() throws {
        #expect(try Probe.run(["memory"]) == "errno \(ENOMEM)")
    }

    @Test func `a confined process may have threads, as decoders do`() throws {
        #expect(try Probe.run(["thread"]) == "done")
    }
}

/// The program beside the tests that can be confined.
enum Probe {
    static func path() throws -> String {
        let bundle = Bundle(for: BundleMark.self).bundleURL
        let places = [bundle, URL(fileURLWithPath: CommandLine.arguments[0])]
            .map { $0.deletingLastPathComponent().appendingPathComponent("confinement-probe").path }
        return try #require(
            places.first { FileManager.default.isExecutableFile(atPath: $0) }, "not built: \(places)")
    }

    static func run(_ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try path())
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let said = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: said, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

private final class BundleMark {}
