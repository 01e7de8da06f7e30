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
        #expect(unknown.error.contains("参数有误"))
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

    @Test func `the shipped topics are a file that the check takes`() throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appendingPathComponent("topics.yaml")
        let shipped = try Program.run(["topics", "shipped"])
        #expect(shipped.status == 0)
        try Data(shipped.output.utf8).write(to: file)
        let ended = try Program.run(["topics", "check", file.path])
        #expect(ended.status == 0, "\(ended.error)")
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

    @Test func `the print of a screenshot names nobody unless it is asked to`() throws {
        let shot = Fixture.url("text/shot_02.jpg").path
        let covered = try Program.run(["analyze", "text", shot])
        #expect(covered.status == 0 && covered.output.contains("covered"))
        #expect(!covered.output.contains("张丽华") && !covered.output.contains("8030"))
        let whole = try Program.run(["analyze", "text", shot, "--unmasked"])
        #expect(whole.output.contains("张丽华") && whole.output.contains("8030"))
    }

    @Test func `a picture without an order is given a reason, and no order`() throws {
        let reasons = [
            "orders/none/chat.jpg": "order.none", "orders/none/notice.jpg": "order.none",
            "orders/none/english.jpg": "order.notChinese", "orders/none/euro.jpg": "order.foreignCurrency",
            "text/tag_02.jpg": "order.none", "text/wm_07.jpg": "order.none",
        ]
        let pictures = reasons.keys.sorted()
        let ended = try Program.run(
            ["analyze", "order"] + pictures.map { Fixture.url($0).path } + ["--json"])
        let answers = try #require(
            try JSONSerialization.jsonObject(with: Data(ended.output.utf8)) as? [[String: Any]])
        #expect(answers.map { ($0["orders"] as? [Any])?.count } == pictures.map { _ in 0 })
        #expect(
            answers.map { ($0["reason"] as? [String: Any])?["code"] as? String }
                == pictures.map { reasons[$0] })
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

    @Test func `a plan that names a product of no catalogue is refused by name`() throws {
        let folder = try TemporaryFolder()
        let plan = folder.url.appendingPathComponent("plan.json")
        try Data(#"{"id":"p","planogram":{"rows":[[{"sku":"no-such-sku","facings":2}]]}}"#.utf8).write(
            to: plan)
        let chain = Fixture.url("chain").path
        let ended = try Program.run([
            "analyze", "shelf", "\(chain)/media/shelf/HZ-001_2026-11-20_shelf-1.jpg", "--catalogue",
            "\(chain)/catalogue", "--planogram", plan.path,
        ])
        #expect(ended.status == 3 && ended.output.contains("no-such-sku"))
    }

    @Test(arguments: ["check", "import"])
    func `a pack shot of twenty pixels is refused by name`(action: String) throws {
        let folder = try TemporaryFolder()
        try Self.catalogueOfOneDot(in: folder.url)
        let data = folder.url.appendingPathComponent("data").path
        if action == "import" {
            _ = try Program.run([
                "init", "--data", data, "--accounts", Fixture.url("chain/accounts.yaml").path,
            ])
        }
        let ended = try Program.run(
            ["catalogue", action, folder.url.path] + (action == "import" ? ["--data", data] : []))
        #expect(ended.status == (action == "check" ? 1 : 3))
        #expect((ended.error + ended.output).contains("20×20"))
    }

    @Test func `a shelf is not compared with a pack shot of twenty pixels`() throws {
        let folder = try TemporaryFolder()
        try Self.catalogueOfOneDot(in: folder.url)
        let photo = Fixture.url("chain/media/shelf/HZ-001_2026-11-20_shelf-1.jpg").path
        let ended = try Program.run(["analyze", "shelf", photo, "--catalogue", folder.url.path])
        #expect(ended.status == 3 && ended.error.contains("20×20"))
    }

    /// A catalogue whose only pack shot is a grey PNG of 20 × 20 pixels.
    private static func catalogueOfOneDot(in folder: URL) throws {
        let dot = try #require(
            Data(
                base64Encoded:
                    "iVBORw0KGgoAAAANSUhEUgAAABQAAAAUCAAAAACo4kLRAAAAEUlEQVR42mNowAIYRgUHkyAAG0DIARP1EwIAAAAASUVORK5CYII="
            ))
        try dot.write(to: folder.appendingPathComponent("dot.png"))
        try Data(#"{"skus":[{"sku":"dot","name":"点","templates":["dot.png"]}]}"#.utf8)
            .write(to: folder.appendingPathComponent("catalogue.json"))
    }
}
