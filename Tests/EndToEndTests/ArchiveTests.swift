import Foundation
import TestSupport
import Testing

/// A real ZIP, through the program: unpacked in its confined process, stored by its server, told by its command.
@Suite(.serialized)
struct ArchiveTests {
    private let chain: RunningChain
    private let folder: TemporaryFolder

    init() throws {
        chain = try RunningChain()
        folder = try TemporaryFolder()
        try chain.startServer()
    }

    private struct Answer: Decodable {
        struct Entry: Decodable {
            struct Receipt: Decodable {
                var id: String
                var sha256: String
            }
            var name: String
            var outcome: String
            var code: String
            var slot: String?
            var receipt: Receipt?
        }
        var accepted: Int
        var repeated: Int
        var entries: [Entry]
    }

    private func ingest(_ path: String, _ more: [String] = []) throws -> Program.Ended {
        try Program.run(
            [
                "ingest", path, "--server", chain.url, "--token", RunningChain.token, "--store", "HZ-001",
                "--day", "2026-11-20", "--consent",
            ] + more)
    }

    private func answer(_ ended: Program.Ended) throws -> Answer {
        try JSONDecoder().decode(Answer.self, from: Data(ended.output.utf8))
    }

    @Test func `the command sends a ZIP and tells what became of each entry`() async throws {
        let file = Fixture.url("archives/windows.zip").path
        let ended = try ingest(file, ["--json"])
        #expect(ended.status == 1, "\(ended.error)")
        let first = try answer(ended)
        #expect(
            first.entries.map { "\($0.name) \($0.outcome) \($0.code) \($0.slot ?? "-")" } == [
                "上报/ skipped folder -", "上报/货架/ skipped folder -",
                "上报/货架/正面.jpg accepted accepted shelf-2", "上报/货架/侧面.png accepted accepted shelf-1",
                "上报/咨询/录音1.wav accepted accepted consultation-1",
                "上报/货架/Thumbs.db skipped systemFile -", "上报/说明.txt rejected notEvidence -",
            ])
        let items = try await chain.get("/v1/batches/HZ-001/2026-11-20")
        #expect(String(decoding: items.body, as: UTF8.self).contains("\"received\":3"))
        let again = try answer(try ingest(file, ["--json"]))
        #expect(again.accepted == 3 && again.repeated == 3)
        #expect(again.entries.map(\.receipt?.id) == first.entries.map(\.receipt?.id))
        let told = try ingest(file)
        #expect(told.output.contains("✓ 上报/货架/正面.jpg → shelf-2  以前已收下"))
        #expect(told.output.contains("收下 3 件，其中 3 件以前已收下；拒收 1 件，跳过 3 件"))
        #expect(try chain.command(["verify"]).status == 0)
    }

    @Test func `a manifest in GB 18030 decides`() async throws {
        let ended = try ingest(Fixture.url("archives/manifest.zip").path, ["--json"])
        #expect(ended.status == 0, "\(ended.error)\(ended.output)")
        #expect(
            try answer(ended).entries.map { "\($0.name) \($0.outcome) \($0.slot ?? "-")" } == [
                "manifest.csv skipped -", "照片1.jpg accepted shelf-3", "照片2.png accepted order-1",
            ])
    }

    @Test(arguments: [
        ("hostile/zip-bomb-named.jpg", "archiveRatio"), ("archives/encrypted.zip", "unsupported"),
        ("archives/nested.zip", "archiveDepth"),
    ])
    func `a hostile ZIP is told and disturbs nobody`(file: String, code: String) async throws {
        let body = try Fixture.data(file)
        let (status, answer) = try await chain.post("/v1/batches/HZ-001/2026-11-20/archive", body)
        #expect(status == 422)
        #expect(try JSONDecoder().decode(Answer.self, from: answer).entries.map(\.code) == [code])
        #expect(try ingest(Fixture.url("archives/windows.zip").path).output.contains("✓"))
    }

    @Test func `what is no ZIP and what lacks a store are told`() throws {
        let ended = try Program.run([
            "ingest", Fixture.url("archives/windows.zip").path, "--server", chain.url, "--token", "x",
        ])
        #expect(ended.status == 2 && ended.error.contains("--store"))
        let cut = folder.url.appendingPathComponent("cut.zip")
        try Fixture.data("archives/windows.zip").prefix(2_000).write(to: cut)
        let refused = try ingest(cut.path)
        #expect(refused.status == 3 && refused.error.contains("文件不完整"), "\(refused.error)")
    }

    @Test func `a server that dies in the middle leaves no temporary file and doubles nothing`() async throws
    {
        let temporary = chain.folder.url.appendingPathComponent("data/originals/tmp").path
        func leftovers() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: temporary) }
        // An archive whose end never comes.
        let upload = try UnfinishedUpload(
            port: chain.port,
            head: [
                "POST /v1/batches/HZ-001/2026-11-20/archive HTTP/1.1", "Host: 127.0.0.1",
                "Authorization: Bearer \(RunningChain.token)", "Content-Type: application/zip",
                "Content-Length: 1000000",
            ], body: try Fixture.data("archives/windows.zip").prefix(3_000))
        while try leftovers().isEmpty { await Task.yield() }
        chain.killServer()
        #expect(try !leftovers().isEmpty)
        try chain.startServer()
        #expect(try leftovers().isEmpty)
        #expect(try answer(try ingest(Fixture.url("archives/windows.zip").path, ["--json"])).repeated == 0)
        withExtendedLifetime(upload) {}
    }
}
