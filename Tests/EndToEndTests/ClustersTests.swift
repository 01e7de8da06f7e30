import Foundation
import TestSupport
import Testing

/// Packages of stores from a table of attributes, as headquarters make them.
@Suite(.serialized)
struct ClustersTests {
    private static let attributes = """
        store,community,commuteMinutes,lifeCycle
        HZ-001,2100,36,growing
        HZ-002,2200,35,growing
        HZ-003,9000,11,stable
        HZ-004,9100,10,stable
        HZ-005,9300,12,stable

        """

    private struct Clustering: Decodable {
        struct Cluster: Decodable {
            struct Assortment: Decodable { var stores: Int }
            var name: String
            var stores: [String]
            var profile: String
            var assortment: Assortment?
        }
        var clusters: [Cluster]
    }

    private func table(_ text: String, in folder: TemporaryFolder) throws -> String {
        let file = folder.url.appendingPathComponent("attributes.csv")
        try Data(text.utf8).write(to: file)
        return file.path
    }

    private func text(_ folder: TemporaryFolder, _ name: String) throws -> String {
        String(decoding: try Data(contentsOf: folder.url.appendingPathComponent(name)), as: UTF8.self)
    }

    @Test func `stores are grouped, described, exported and compared by their groups from then on`()
        throws
    {
        let chain = try RunningChain()
        try chain.startServer()
        try chain.ingest { $0["slot"] as? String == "shelf-1" && $0["day"] as? String == "2026-11-20" }
        try chain.command(["worker", "--once"])

        let file = try table(Self.attributes, in: chain.folder)
        func export(_ name: String) throws -> Program.Ended {
            let stores = chain.folder.url.appendingPathComponent("\(name).csv").path
            let goods = chain.folder.url.appendingPathComponent("\(name)-goods.csv").path
            return try chain.command([
                "clusters", file, "--seed", "7", "--output", stores, "--assortment-output", goods, "--apply",
                "--json",
            ])
        }
        let said = try export("first")
        #expect(try export("second").output == said.output)
        for kind in [".csv", "-goods.csv"] {
            #expect(try text(chain.folder, "first\(kind)") == text(chain.folder, "second\(kind)"))
        }
        #expect(said.error.contains("✓ 5 "))

        let found = try JSONDecoder().decode(Clustering.self, from: Data(said.output.utf8)).clusters
        #expect(found.map(\.stores) == [["HZ-001", "HZ-002"], ["HZ-003", "HZ-004", "HZ-005"]])
        #expect(found[0].profile.contains("community 低") && found[0].profile.contains("growing"))
        #expect(found[1].profile.contains("commuteMinutes 低"))
        #expect(found.allSatisfy { ($0.assortment?.stores ?? 0) > 0 })
        let rows = try text(chain.folder, "first.csv").split(whereSeparator: \.isNewline)
        #expect(rows.count == 6 && rows[1].hasPrefix("HZ-001,\(found[0].name),"))
        #expect(try text(chain.folder, "first-goods.csv").contains("plannedOthers"))
    }

    @Test func `a table of other stores replaces no groups`() throws {
        let chain = try RunningChain()
        let file = try table(Self.attributes, in: chain.folder)
        try chain.command(["clusters", file, "--apply"])
        let strangers = try table(
            Self.attributes.replacingOccurrences(of: "HZ-", with: "NB-"), in: chain.folder)
        let ended = try Program.run(["clusters", strangers, "--apply", "--data", chain.data])
        #expect(ended.status == 3 && ended.error.contains("NB-001"))
    }

    @Test(arguments: [
        ("store\nHZ-001\n", "needs a store id and an attribute"),
        ("store,size\nHZ-001\n", "attributes.csv:2"),
        ("store,size\nHZ-001,3\nHZ-001,4\n", "attributes.csv:3"),
    ])
    func `a table that cannot be read is refused with its line`(rows: String, why: String) throws {
        let folder = try TemporaryFolder()
        let ended = try Program.run(["clusters", try table(rows, in: folder)])
        #expect(ended.status == 3 && ended.error.contains(why))
    }
}
