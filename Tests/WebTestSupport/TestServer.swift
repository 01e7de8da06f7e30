public import API
import ArchiveTestSupport
public import Evidence
public import Foundation
import Hashing
public import Hummingbird
import Intake
import Logging
public import Originals
public import Records
import SQLiteDriver
import TestSupport

/// A whole web server on a free port, over a real database and a real evidence store in a temporary folder.
public final class TestServer: Sendable {
    public static let token = "integrator-token-for-tests"
    public static let storeToken = "store-bound-token-for-tests"
    /// Of `hq`, `hz001` or `hz002`.
    public static func token(of account: String) -> String { "token-for-tests-of-\(account)" }
    /// 14:00 on 2026-11-22 in Hangzhou.
    public static let now = Date(timeIntervalSince1970: 1_795_327_200)
    public static let today = BusinessDay(containing: now, timeZone: .gmt, cutOff: LocalTime(minutes: 0))

    public let port: Int
    public let records: EvidenceRecords
    public let originals: FileOriginalStore
    public let renditions: FileOriginalStore

    private init(
        port: Int, records: EvidenceRecords, originals: FileOriginalStore, renditions: FileOriginalStore
    ) {
        self.port = port
        self.records = records
        self.originals = originals
        self.renditions = renditions
    }

    /// Runs a test against a server and takes it down afterwards.
    /// - Parameter router: which routes to serve.
    public static func run(
        maximumUploadBytes: Int = 1_048_576,
        router: @Sendable (WebService) throws -> Router<WebContext> = { $0.router() },
        _ test: @Sendable (TestServer) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let database = try SQLiteDatabase(path: folder.url.appendingPathComponent("records.sqlite").path)
        let records = EvidenceRecords(database: database) { SHA256Hasher.hash(Array($0.utf8)).rawValue }
        try await records.migrate()
        try await TestChain.fill(records)
        let originals = try FileOriginalStore(folder: folder.url.appendingPathComponent("originals"))
        let renditions = try FileOriginalStore(folder: folder.url.appendingPathComponent("renditions"))
        let clock: @Sendable () -> Date = { now }
        let intake = EvidenceIntake(
            records: records, originals: originals, limits: IntakeLimits(),
            challenges: CaptureChallenges(secret: "test"), clock: clock)
        let service = WebService(
            records: records, originals: originals, renditions: renditions, intake: intake,
            batches: BatchIntake(intake: intake, archives: OpeningHere()),
            settings: WebSettings(
                version: "test", maximumUploadBytes: maximumUploadBytes,
                maximumArchiveBytes: maximumUploadBytes),
            reading: { { _, _, _ in [] } }, clock: clock)
        let (ports, found) = AsyncStream<Int>.makeStream()
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let application = service.application(router: try router(service), port: 0, logger: logger) {
            found.yield($0)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do { try await application.run() } catch is CancellationError {}
                found.finish()
            }
            for await port in ports {
                try await test(
                    TestServer(port: port, records: records, originals: originals, renditions: renditions))
                break
            }
            group.cancelAll()
        }
        withExtendedLifetime(folder) {}
    }

    // MARK: Requests

    /// - Parameter headers: lines like `Accept: text/html`.
    public func request(_ method: String, _ path: String, _ headers: [String] = [], body: [UInt8] = [])
        async throws -> TestAnswer
    {
        var lines = ["\(method) \(path) HTTP/1.1", "Host: 127.0.0.1", "Connection: close"] + headers
        let sized = headers.contains { $0.lowercased().hasPrefix("content-length") || $0.contains("chunked") }
        if !sized, !body.isEmpty || method == "POST" { lines.append("Content-Length: \(body.count)") }
        let head = lines.joined(separator: "\r\n") + "\r\n\r\n"
        return try await HTTPExchange(port: port).send(Array(head.utf8) + body)
    }

    public func get(_ path: String, _ headers: String...) async throws -> TestAnswer {
        try await request("GET", path, headers)
    }

    /// A form with fields and one file, as browsers send it.
    public func upload(
        _ path: String, fields: [(String, String)], file: [UInt8]?, fileName: String = "photo.jpg",
        headers: [String] = ["Authorization: Bearer \(token)"]
    ) async throws -> TestAnswer {
        let boundary = "----test-boundary-7f3a"
        var body: [UInt8] = []
        for (name, value) in fields {
            body += Array(
                "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
        }
        if let file {
            let disposition = "Content-Disposition: form-data; name=\"file\"; filename=\"\(fileName)\""
            body += Array("--\(boundary)\r\n\(disposition)\r\nContent-Type: image/jpeg\r\n\r\n".utf8)
            body += file + Array("\r\n".utf8)
        }
        body += Array("--\(boundary)--\r\n".utf8)
        return try await request(
            "POST", path, headers + ["Content-Type: multipart/form-data; boundary=\(boundary)"], body: body)
    }

    /// Signs in on the page and returns the `Cookie` header.
    public func signIn(_ account: String) async throws -> String {
        let answer = try await request(
            "POST", "/login", ["Content-Type: application/x-www-form-urlencoded"],
            body: Array("account=\(account)&password=\(TestChain.password)".utf8))
        return "Cookie: storeproof_session=\(answer.cookie("storeproof_session") ?? "")"
    }
}
