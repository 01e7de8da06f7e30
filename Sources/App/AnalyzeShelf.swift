import AnalyzerKit
import ArgumentParser
import ConfigurationFiles
import Decoding
import Evidence
import Foundation
import Media
import Shelf

/// `analyze shelf PHOTO… --catalogue DIR`
struct AnalyzeShelf: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shelf", abstract: "识别货架照片上的排面、空位并对照陈列图 (facings, gaps and planogram slots)")

    @Argument(help: "货架照片 (photos)") var photos: [String]
    @Option(name: .long, help: "商品目录文件夹，含 catalogue.json 和样图 (catalogue folder)") var catalogue: String?
    @Option(name: .long, help: "目录索引的缓存文件夹 (keep the catalogue's index here)") var cache: String?
    @Option(name: .long, help: "陈列图文件 (planogram file)") var planogram: String?
    @Option(name: .long, help: "陈列图文件夹，<照片名>.json (folder of <stem>.json)") var planograms: String?
    @Option(name: .long, help: "价格表 CSV（sku,price），核对货架上的价签 (price list: read the price tags)") var prices:
        String?
    @Option(name: .long, help: "每张照片写一个 <照片名>.json (write one <stem>.json a photo)") var out: String?
    @Option(
        name: .long,
        help:
            "画出识别结果的 PNG；多张照片时为文件夹；没有的文件夹会建好 (draw what was found; a folder for several photos; made where it is missing)"
    )
    var draw: String?
    @Flag(name: .long, help: "只检查照片质量，不需要目录 (photo quality only)") var qualityOnly = false
    @Flag(name: .long, help: "列出所有候选 (add all candidates)") var candidates = false
    @Flag(name: .long, help: "合并同一货架的多张照片，每个排面只计一次 (join photos of one shelf: each facing once)")
    var batch = false
    @OptionGroup var output: OutputOptions

    private struct QualityAnswer: Encodable, Sendable {
        var quality: ShelfFindings.Quality
        var width: Int
        var height: Int
    }

    func validate() throws {
        if !qualityOnly && catalogue == nil {
            throw ValidationError("请给出 --catalogue，或用 --quality-only (give --catalogue, or --quality-only)")
        }
    }

    func run() async throws {
        if qualityOnly { return try await assessQuality() }
        let analyzer = try CatalogueFolder.analyzer(
            at: catalogue ?? "", cache: cache, decoder: Decoders.forFiles)
        let tags = try prices.map { try PriceTagReader(reader: TextModels.reader(), prices: priceList($0)) }
        let known = Set(analyzer.products)
        let plans = photos.map { plan(for: $0, known: known) }
        let inputs = Array(zip(photos, plans))
        let keepCandidates = candidates
        let timings = output.timings
        let answers = try await inOrder(inputs, width: 2) { photo, plan in
            var watch = Stopwatch()
            let result: Result<ShelfFindings, Refusal>
            let decoded = watch.time("decode") { MediaInput.picture(at: photo) }
            switch decoded.flatMap({ picture, _ in plan.map { ShelfInput(photo: picture, planogram: $0) } }) {
            case .failure(let refusal): result = .failure(refusal)
            case .success(let input):
                var findings = try await watch.time("analyze") {
                    try await analyzer.analyze(input, keepingCandidates: keepCandidates)
                }
                if let tags {
                    let shown = findings
                    findings.prices = try await watch.time("prices") {
                        try await tags.prices(on: input.photo, showing: shown)
                    }
                }
                try drawn(findings, on: input.photo, from: photo)
                result = .success(findings)
            }
            return Answer(key: "photo", input: photo, result: result, seconds: timings ? watch.seconds : nil)
        }
        try write(answers)
        let joined = batch ? ShelfBatch(answers) : nil
        if output.json {
            let documents = answers.map(ShelfDocument.photo) + (joined.map { [.batch($0)] } ?? [])
            Terminal.line(try ContractOutput.json(documents, asArray: documents.count > 1))
        } else {
            for answer in answers { ShelfTable.show(answer) }
            joined?.show()
        }
        try ContractOutput.finish(answers)
    }

    private func assessQuality() async throws {
        let timings = output.timings
        let answers = try await inOrder(photos, width: 2) { photo in
            var watch = Stopwatch()
            let result = watch.time("decode") { MediaInput.picture(at: photo) }.map { picture, _ in
                QualityAnswer(
                    quality: watch.time("quality") { PhotoQuality.assess(picture) }, width: picture.width,
                    height: picture.height)
            }
            return Answer(key: "photo", input: photo, result: result, seconds: timings ? watch.seconds : nil)
        }
        if output.json {
            Terminal.line(try ContractOutput.json(answers, asArray: photos.count > 1))
        } else {
            for answer in answers {
                switch answer.result {
                case .failure(let refusal): Terminal.line("✗ \(answer.input)  \(refusal.message)")
                case .success(let found):
                    let verdict = found.quality.usable ? "可用" : found.quality.advice.joined(separator: "；")
                    Terminal.line("\(found.quality.usable ? "✓" : "✗") \(answer.input)  \(verdict)")
                }
            }
        }
        try ContractOutput.finish(answers)
    }

    /// Writes the picture that `--draw` asks for.
    private func drawn(_ findings: ShelfFindings, on photo: Raster, from path: String) throws {
        guard let draw else { return }
        try DrawnPicture.write(
            ShelfDrawing.picture(of: photo, findings),
            to: DrawnPicture.target(draw, of: path, among: photos.count))
    }

    private func priceList(_ path: String) throws -> PriceList {
        do { return try PricesFile.read(try InputFile.text(path), file: path) } catch let error
            as ConfigurationError
        {
            throw Failure.badInput(error.description)
        }
    }

    /// A photo whose plan cannot be read is refused alone; the others go on.
    private func plan(for photo: String, known: Set<SKU>) -> Result<Planogram?, Refusal> {
        let stem = URL(fileURLWithPath: photo).deletingPathExtension().lastPathComponent
        guard let path = planogram ?? planograms.map({ "\($0)/\(stem).json" }) else { return .success(nil) }
        do {
            return .success(
                try PlanogramFile.read(try InputFile.text(path), file: path, known: known).planogram)
        } catch {
            let text = (error as? Failure)?.message ?? "\(error)"
            return .failure(Refusal(code: "planogram", message: text))
        }
    }

    private func write(_ answers: [Answer<ShelfFindings>]) throws {
        guard let out else { return }
        do {
            try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
            for answer in answers {
                let stem = URL(fileURLWithPath: answer.input).deletingPathExtension().lastPathComponent
                try CanonicalJSON.encode(answer).write(to: URL(fileURLWithPath: "\(out)/\(stem).json"))
            }
        } catch {
            throw Failure.environment("无法写入 \(out) (cannot write): \(error.localizedDescription)")
        }
    }
}

/// What a photo shows, for people.
enum ShelfTable {
    static func show(_ answer: Answer<ShelfFindings>) {
        Terminal.line("■ \(answer.input)")
        switch answer.result {
        case .failure(let refusal): Terminal.line("  ✗ \(refusal.message)")
        case .success(let found):
            if !found.quality.usable {
                Terminal.line("  照片质量：\(found.quality.advice.joined(separator: "；"))")
            }
            var counts: [SKU: Int] = [:]
            for facing in found.facings { counts[facing.sku, default: 0] += 1 }
            var table = TextTable(header: ["商品", "排面"])
            for (sku, count) in counts.sorted(by: { $0.key < $1.key }) {
                table.rows.append([sku.rawValue, "\(count)"])
            }
            for line in table.lines() { Terminal.line("  " + line) }
            Terminal.line(
                "  待确认 \(found.review.count) · 未知商品 \(found.unknown.count) · 空位 \(found.gaps.count)"
                    + (found.score.total.map { " · 得分 \(oneDecimal($0))" } ?? ""))
            for tag in found.prices ?? [] where tag.status != .match {
                let price = tag.price.map { "¥\($0)" } ?? tag.text
                Terminal.line("  价签 \(tag.status.rawValue)  \(tag.sku) \(price)")
            }
            for slot in found.slots where slot.status != .ok && slot.status != .notAssessable {
                let place = slot.row.map { "第 \($0 + 1) 层" } ?? ""
                let index = slot.index.map { "第 \($0 + 1) 格" } ?? ""
                Terminal.line("  \(slot.status.rawValue)  \(place)\(index) \(slot.sku)")
            }
        }
    }
}

func oneDecimal(_ value: Double) -> String { String(format: "%.1f", value) }
