import Foundation
import FoundationNetworking
import TestSupport
import Testing

/// The built program, run as a person or a service manager would.
enum Program {
    struct Ended {
        var status: Int32
        var output: String
        var error: String
    }

    /// Built beside the tests; `$STOREPROOF_BINARY` names another one.
    static func binary() throws -> URL {
        if let path = ProcessInfo.processInfo.environment["STOREPROOF_BINARY"] {
            return URL(fileURLWithPath: path)
        }
        let places = [".build/release/storeproof", ".build/debug/storeproof"]
        let found = places.map { Fixture.projectRoot.appendingPathComponent($0) }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
        return try #require(found, "build the product storeproof first")
    }

    static func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Ended {
        let folder = try TemporaryFolder()
        let output = folder.url.appendingPathComponent("out")
        let error = folder.url.appendingPathComponent("err")
        let process = try start(arguments, output: output, error: error, environment: environment)
        process.waitUntilExit()
        return Ended(
            status: process.terminationStatus,
            output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
            error: String(decoding: try Data(contentsOf: error), as: UTF8.self))
    }

    /// Files instead of pipes: a full pipe would stop a program that nobody reads from.
    static func start(
        _ arguments: [String], output: URL, error: URL, environment: [String: String] = [:]
    ) throws -> Process {
        let process = Process()
        process.executableURL = try binary()
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        for file in [output, error] where !FileManager.default.fileExists(atPath: file.path) {
            try Data().write(to: file)
        }
        let outputHandle = try FileHandle(forWritingTo: output)
        try outputHandle.seekToEnd()
        let errorHandle = try FileHandle(forWritingTo: error)
        try errorHandle.seekToEnd()
        process.standardOutput = outputHandle
        process.standardError = errorHandle
        process.standardInput = FileHandle.nullDevice
        try process.run()
        return process
    }
}

/// A chain in a temporary folder with the fixture chain's policy imported, its server and its worker.
final class RunningChain {
    static let token = "demo-integrator-token-0001"
    let folder: TemporaryFolder
    private(set) var port = 0
    private var server: Process?
    private var worker: Process?

    /// Of the server's process.
    private let environment: [String: String]

    /// Reference files, accounts and media, in the form of the fixture chain.
    private let source: URL

    /// - Parameter environment: what the server's process gets, of its folder of data.
    init(
        of source: URL = Fixture.url("chain"),
        environment: (_ data: String) throws -> [String: String] = { _ in [:] }
    ) throws {
        self.source = source
        folder = try TemporaryFolder()
        self.environment = try environment(folder.url.appendingPathComponent("data").path)
        try makeDatabase()
    }

    /// A new database, where there is none, with the chain's accounts and policy.
    func makeDatabase() throws {
        try command(["init", "--accounts", source.appendingPathComponent("accounts.yaml").path])
        for (noun, file) in [
            ("stores", "stores.json"), ("catalogue", "catalogue"), ("planograms", "planograms"),
            ("promotions", "promotions.json"), ("products", "products.json"), ("topics", "topics.yaml"),
            ("policy", "policy.yaml"), ("rules", "rules.yaml"), ("requirements", "requirements.yaml"),
        ] {
            try command([noun, "import", source.appendingPathComponent(file).path])
        }
    }

    deinit {
        kill(server)
        kill(worker)
    }

    var data: String { folder.url.appendingPathComponent("data").path }
    var url: String { "http://127.0.0.1:\(port)" }

    @discardableResult
    func command(_ arguments: [String]) throws -> Program.Ended {
        let ended = try Program.run(arguments + ["--data", data])
        guard ended.status == 0 else {
            throw Unexpected(text: "\(arguments) ended \(ended.status): \(ended.error)")
        }
        return ended
    }

    struct Unexpected: Error, CustomStringConvertible {
        var text: String
        var description: String { text }
    }

    /// Starts the server on a free port the first time, on the same port again after a kill.
    func startServer() throws {
        let log = folder.url.appendingPathComponent("server.log")
        let error = folder.url.appendingPathComponent("server.err")
        let before = FileManager.default.contents(atPath: log.path)?.count ?? 0
        let process = try Program.start(
            ["serve", "--data", data, "--port", "\(port)"], output: log, error: error,
            environment: environment)
        server = process
        let marker = "http://127.0.0.1:"
        while true {
            guard process.isRunning else {
                let said = FileManager.default.contents(atPath: error.path) ?? Data()
                throw Unexpected(text: "the server ended: \(String(decoding: said, as: UTF8.self))")
            }
            let said = String(
                decoding: (FileManager.default.contents(atPath: log.path) ?? Data()).dropFirst(before),
                as: UTF8.self)
            if let range = said.range(of: marker), said[range.upperBound...].contains("\n"),
                let found = Int(said[range.upperBound...].prefix { $0.isNumber })
            {
                port = found
                return
            }
            sched_yield()
        }
    }

    func startWorker(lease: Int = 2) throws {
        worker = try Program.start(
            ["worker", "--data", data, "--lease", "\(lease)"],
            output: folder.url.appendingPathComponent("worker.log"),
            error: folder.url.appendingPathComponent("worker.err"))
    }

    /// As a power cut would: no handler runs, nothing is flushed.
    func killServer() { kill(server) }
    func killWorker() { kill(worker) }

    private func kill(_ process: Process?) {
        guard let process, process.isRunning else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Sends a file as the raw body.
    func post(
        _ path: String, _ body: Data, headers: [String: String] = [:], token: String = RunningChain.token
    ) async throws -> (status: Int, body: Data) {
        var request = URLRequest(url: try #require(URL(string: url + path)))
        request.httpMethod = "POST"
        request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
        request.setValue("application/octet-stream", forHTTPHeaderField: "Content-Type")
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let (answer, response) = try await URLSession.shared.upload(for: request, from: body)
        return ((response as? HTTPURLResponse)?.statusCode ?? 0, answer)
    }

    func get(_ path: String, token: String? = RunningChain.token) async throws -> (status: Int, body: Data) {
        var request = URLRequest(url: try #require(URL(string: url + path)))
        if let token { request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization") }
        let (body, response) = try await URLSession.shared.data(for: request)
        return ((response as? HTTPURLResponse)?.statusCode ?? 0, body)
    }

    /// Sends that part of the chain's timetable through the running server.
    /// - Returns: how many items that were.
    @discardableResult
    func ingest(_ include: ([String: Any]) -> Bool) throws -> Int {
        let part = try timetable(include)
        let ended = try Program.run(["ingest", part.path, "--server", url, "--token", Self.token])
        guard ended.status == 0 else {
            throw Unexpected(text: "ingest ended \(ended.status): \(ended.error)")
        }
        return part.count
    }

    /// Part of the chain's timetable as a file of its own, media by absolute path.
    func timetable(_ include: ([String: Any]) -> Bool) throws -> (path: String, count: Int) {
        let whole = source.appendingPathComponent("timetable.json")
        let all = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: whole)) as? [[String: Any]])
        let chosen = all.filter(include)
        let target = folder.url.appendingPathComponent("timetable-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            at: target.appendingPathComponent("media"),
            withDestinationURL: source.appendingPathComponent("media"))
        let file = target.appendingPathComponent("timetable.json")
        try JSONSerialization.data(withJSONObject: chosen).write(to: file)
        return (file.path, chosen.count)
    }
}
