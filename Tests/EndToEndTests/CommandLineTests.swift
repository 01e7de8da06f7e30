import Foundation
import TestSupport
import Testing

struct CommandLineTests {
    @Test func `help and version end with 0, an unknown option with 2`() throws {
        #expect(try Program.run(["--help"]).status == 0)
        let version = try Program.run(["--version"])
        #expect(version.status == 0 && version.output.hasPrefix("storeproof "))
        let unknown = try Program.run(["report", "--colour", "red"])
        #expect(unknown.status == 2 && unknown.error.contains("--colour"))
        #expect(try Program.run(["analyze", "shelf", "a.jpg"]).status == 2)
    }

    @Test func `every subcommand explains itself`() throws {
        for command in [
            "init", "stores", "catalogue", "planograms", "promotions", "topics", "policy", "rules", "ingest",
            "analyze", "worker", "serve", "report", "verify", "doctor",
        ] {
            let help = try Program.run([command, "--help"])
            #expect(help.status == 0 && help.output.contains("USAGE"), "\(command)")
        }
    }

    @Test func `a file that says no ends with 1 and names line and reason`() throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appendingPathComponent("stores.yaml")
        try Data("stores:\n  - id: A\n    latitude: 91\n    longitude: 1\n".utf8).write(to: file)
        let ended = try Program.run(["stores", "check", file.path])
        #expect(ended.status == 1)
        #expect(ended.error.contains("stores.yaml:3") && ended.error.contains("latitude"))
    }

    @Test func `nothing is imported into a folder that is none`() throws {
        let folder = try TemporaryFolder()
        let ended = try Program.run([
            "stores", "import", Fixture.url("chain/stores.json").path, "--data",
            folder.url.appendingPathComponent("none").path,
        ])
        #expect(ended.status == 4 && ended.error.contains("storeproof init"))
    }

    @Test func `a refused input keeps its place among the answers and ends with 3`() throws {
        let folder = try TemporaryFolder()
        let cut = folder.url.appendingPathComponent("cut.jpg")
        let photo = Fixture.url("text/shot_00.jpg")
        let shot =
            FileManager.default.fileExists(atPath: photo.path)
            ? photo : Fixture.url("orders/dev_00_youxuan.jpg")
        try Data(contentsOf: shot).prefix(20_000).write(to: cut)
        let ended = try Program.run(["analyze", "text", cut.path, "/does/not/exist.jpg", "--json"])
        #expect(ended.status == 3)
        let answers = try #require(
            try JSONSerialization.jsonObject(with: Data(ended.output.utf8)) as? [[String: Any]])
        #expect(answers.map { $0["image"] as? String } == [cut.path, "/does/not/exist.jpg"])
        #expect((answers[0]["error"] as? [String: Any])?["code"] as? String == "truncated")
        #expect((answers[1]["error"] as? [String: Any])?["code"] as? String == "unreadable")
    }

    @Test func `the same photo gives the same bytes`() throws {
        let chain = Fixture.url("chain").path
        let photo = "\(chain)/media/shelf/HZ-001_2026-11-20_shelf-1.jpg"
        let arguments = [
            "analyze", "shelf", photo, "--catalogue", "\(chain)/catalogue", "--planogram",
            "\(chain)/planograms/drinks.json", "--json",
        ]
        let first = try Program.run(arguments)
        #expect(first.status == 0)
        #expect(try Program.run(arguments).output == first.output)
    }
}
