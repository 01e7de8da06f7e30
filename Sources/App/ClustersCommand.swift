import ArgumentParser
import Evidence
import Foundation
import Reports
import Scoring

/// `storeproof clusters`: packages of stores that are alike, from a table of attributes.
struct ClustersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clusters", abstract: "按门店属性重新分组 (packages of stores by their attributes: Gower + PAM)")

    @Argument(help: "属性表 CSV，第一列是门店编号 (CSV of attributes, store id first)") var file: String
    @Option(name: .long, help: "分几组；默认取轮廓系数最大的 (number of clusters; by silhouette without one)") var count:
        Int?
    @Option(name: .long, help: "种子 (seed)") var seed: UInt64 = 1
    @Option(name: .long, help: "分组结果写到 CSV (write the assignment as CSV)") var output: String?
    @Flag(
        name: .long,
        help: "比较各组的商品：看数据目录里的货架照片 (compare what clusters carry, from the photos of the data folder)")
    var assortment = false
    @Option(name: .long, help: "看最近几天的货架照片 (days of photos that are looked at)") var days = 7
    @Option(name: .long, help: "各组的商品差异写到 CSV (write what clusters carry more or less of as CSV)")
    var assortmentOutput: String?
    @Flag(name: .long, help: "从现在起按这些组比较门店：规则和接龙能力 (compare stores by these clusters from now on)")
    var apply = false
    @OptionGroup var data: DataOptions
    @Flag(name: .long, help: "输出 JSON (print JSON)") var json = false

    func validate() throws {
        if let count, !(1...100).contains(count) {
            throw ValidationError("组数应在 1…100 之间 (the number of clusters lies in 1…100)")
        }
        guard (1...90).contains(days) else { throw ValidationError("--days 1…90") }
    }

    func run() async throws {
        var clustering = Clustering(try attributes(), count: count, seed: seed)
        if assortment || assortmentOutput != nil {
            let shelves = try await ChainAssortment.load(try await data.open(), days: days)
            clustering.compare(shelves.stores, products: shelves.products, names: shelves.names)
            if let assortmentOutput { try write(shelves.rows(of: clustering), to: assortmentOutput) }
        }
        if let output { try write(assignment(clustering), to: output) }
        if apply {
            let count = try await StoreClusters.put(clustering, in: try await data.open())
            // Whoever asks for JSON reads nothing else from the output.
            let say = json ? Terminal.error : Terminal.line
            say("✓ \(count) 家门店从现在起按组比较 (stores are compared by cluster from now on)")
            let unknown = clustering.clusters.reduce(0) { $0 + $1.stores.count } - count
            if unknown > 0 {
                say("  另有 \(unknown) 家不在数据目录里，未采用 (stores unknown to the data folder were left out)")
            }
        }
        if json { return Terminal.line(try CanonicalJSON.string(clustering)) }
        Terminal.line(
            "轮廓系数 (silhouette) \(String(format: "%.3f", clustering.silhouette))，\(clustering.clusters.count) 组 (clusters)"
        )
        for cluster in clustering.clusters {
            Terminal.line(
                "\(cluster.name)：\(cluster.stores.count) 家，典型 \(cluster.medoid)，稳定度 (stability) \(String(format: "%.2f", cluster.stability))"
            )
            if !cluster.profile.isEmpty { Terminal.line("  \(cluster.profile)") }
        }
    }

    private func attributes() throws -> StoreAttributes {
        let rows = CommaSeparated.rows(try InputFile.text(file))
        guard let header = rows.first, header.count >= 2 else {
            throw Failure.badInput("\(file) 至少要有门店编号和一列属性 (needs a store id and an attribute)")
        }
        var seen: Set<String> = []
        for (index, row) in rows.dropFirst().enumerated() {
            guard row.count == header.count else {
                throw Failure.badInput(
                    "\(file):\(index + 2): 有 \(row.count) 列，应为 \(header.count) 列 (\(row.count) columns, not \(header.count))"
                )
            }
            guard seen.insert(row[0]).inserted, !row[0].isEmpty else {
                throw Failure.badInput(
                    "\(file):\(index + 2): 门店编号空缺或重复 (store id missing or twice)：\(row[0])")
            }
        }
        guard rows.count <= 5001 else {
            throw Failure.badInput("\(file) 超过五千家门店 (more than five thousand stores)")
        }
        return StoreAttributes(
            stores: rows.dropFirst().map { StoreID($0[0]) }, columns: Array(header.dropFirst()),
            texts: rows.dropFirst().map { row in
                row.dropFirst().map { $0.trimmingCharacters(in: .whitespaces) }
            })
    }

    private func assignment(_ clustering: Clustering) -> [[String]] {
        [["store", "cluster", "profile"]]
            + clustering.clusters.flatMap { cluster in
                cluster.stores.map { [$0.rawValue, cluster.name, cluster.profile] }
            }
    }

    /// - Parameter rows: the header first.
    private func write(_ rows: [[String]], to path: String) throws {
        let text = CommaSeparated.text(header: rows.first ?? [], rows: Array(rows.dropFirst()))
        do { try Data(text.utf8).write(to: URL(fileURLWithPath: path)) } catch {
            throw Failure.environment("无法写入 \(path) (cannot be written): \(InputFile.why(error))")
        }
    }
}
