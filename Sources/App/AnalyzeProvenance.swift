import AnalyzerKit
import ArgumentParser
import ConfigurationFiles
import Evidence
import Foundation
import Hashing
import Intake
import Media
import Provenance
import Text

/// `analyze provenance IMAGE… --stores FILE --store ID --day YYYY-MM-DD`
struct AnalyzeProvenance: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "provenance", abstract: "核对照片的地点、时间和是否重复使用 (place, time, reuse of photos)",
        discussion: """
            几张图片是一个序列：与本次前面的图片相同是 duplicate.sameBatch，与 --prior 相同是 duplicate.reused。
            没有 --prior 时不核对是否用过，没有 --received 时不核对上传是否及时。
            退出码：0 可信或待复核，1 至少一张结论为 rejected，3 有文件打不开 (exit 1: a verdict is rejected, 3: a file cannot be opened)。
            """)

    @Argument(help: "图片 (pictures)") var images: [String]
    @OptionGroup var place: StoreOptions
    @Option(name: .long, help: "营业日，如 2026-11-20 (business day)") var day: BusinessDay
    @Option(name: .long, help: "收到时间，ISO 8601 (when it was received)") var received: Instant?
    @Option(
        name: .long,
        help:
            "页面给出的位置 {\"latitude\",\"longitude\",\"accuracy\",\"time\"} 或 纬度,经度[,误差] (the page's own position)"
    )
    var clientPosition: String?
    @Option(name: .long, help: "以前收到过的图片，可多次给出 (an earlier picture, repeatable)") var prior: [String] = []
    @Option(name: .long, help: "评分方案文件，用其中的 provenance (policy file, for its provenance section)")
    var policy: String?
    @Option(
        name: .long,
        help:
            "画出水印和可疑处的 PNG；多张图片时为文件夹；没有的文件夹会建好 (draw watermark and suspicious areas; a folder for several; made where it is missing)"
    )
    var draw: String?
    @OptionGroup var output: OutputOptions

    func run() async throws {
        guard let id = place.store, place.stores != nil else {
            throw Failure.usage("请给出 --stores 和 --store (give --stores and --store)")
        }
        try ContentCredentials.checkSigners()
        let stores = try place.all()
        guard let store = stores.first(where: { $0.id == id }) else { return try refuse(store: id) }
        let rules = try PolicyInput.read(policy) {
            try PolicyFile.read($0, file: $1, provenanceCodes: ProvenancePolicy.codes)
        }
        let analyzer = ProvenanceAnalyzer(stores: stores, policy: ProvenancePolicy(rules?.provenance))
        let reader = try TextModels.reader()
        let position = try position()
        var known = try priorPictures(analyzer)
        var answers: [Answer<ProvenanceFindings>] = []
        for image in images {
            var watch = Stopwatch()
            let result: Result<ProvenanceFindings, Refusal>
            switch watch.time("decode", { Self.open(image) }) {
            case .failure(let refusal): result = .failure(refusal)
            case .success(let opened):
                let lines = try await watch.time("read") { try await reader.read(opened.picture) }
                let input = ProvenanceInput(
                    picture: opened.picture, sha256: opened.hash, facts: opened.facts, lines: lines,
                    reader: reader, store: store, day: day, receivedAt: received?.date,
                    clientPosition: position,
                    prior: known, thumbnail: MediaInput.thumbnail(of: opened.facts))
                let findings = try await watch.time("analyze") { try await analyzer.analyze(input) }
                result = .success(Self.withOptions(findings))
                try drawn(findings, on: opened.picture, from: image)
                known.append(
                    PriorPicture(
                        name: image, sha256: opened.hash,
                        fingerprint: analyzer.fingerprint(of: opened.picture),
                        sameBatch: true))
            }
            answers.append(
                Answer(
                    key: "file", input: image, result: result, seconds: output.timings ? watch.seconds : nil))
        }
        try say(answers)
    }

    // MARK: What is given

    private func position() throws -> ClientPosition? {
        guard let text = clientPosition else { return nil }
        guard let position = SubmissionValue.position(text) else {
            throw Failure.badInput(
                "--client-position “\(text)”不是两个数字 (is not two numbers, latitude and longitude)")
        }
        return position
    }

    private func priorPictures(_ analyzer: ProvenanceAnalyzer) throws -> [PriorPicture] {
        try prior.map { file in
            switch Self.open(file) {
            case .failure(let refusal): throw Failure.badInput("--prior \(file): \(refusal.message)")
            case .success(let opened):
                PriorPicture(
                    name: file, sha256: opened.hash, fingerprint: analyzer.fingerprint(of: opened.picture),
                    sameBatch: false)
            }
        }
    }

    // MARK: What is answered

    /// Names the option that a check waits for.
    private static func withOptions(_ findings: ProvenanceFindings) -> ProvenanceFindings {
        var findings = findings
        let options = ["reuse": "--prior", "time.uploadDelay": "--received"]
        findings.signals = findings.signals?.map { signal in
            guard signal.result == .notAssessed, let option = options[signal.name] else { return signal }
            var signal = signal
            signal.detail += "；用 \(option) 给出后可核对"
            signal.detailEnglish += "; give it with \(option)"
            return signal
        }
        return findings
    }

    private func drawn(_ findings: ProvenanceFindings, on picture: Raster, from image: String) throws {
        guard let draw else { return }
        try DrawnPicture.write(
            ProvenanceDrawing.picture(of: picture, findings),
            to: DrawnPicture.target(draw, of: image, among: images.count))
    }

    /// Nothing can be held against a store that is not known: every picture gets that as its named result.
    private func refuse(store id: StoreID) throws {
        let refusal = Refusal(
            code: "store.unknown", message: "门店文件中没有 \(id) (the stores file has no \(id))")
        try say(images.map { Answer(key: "file", input: $0, result: .failure(refusal)) })
    }

    /// A file that cannot be opened is the caller's matter and comes before what the others say.
    private func say(_ answers: [Answer<ProvenanceFindings>]) throws {
        if output.json {
            Terminal.line(try ContractOutput.json(answers, asArray: images.count > 1))
        } else {
            for answer in answers { Self.show(answer) }
        }
        try ContractOutput.finish(answers)
        for case .success(let findings) in answers.map(\.result) where findings.verdict == .rejected {
            throw Failure.silent(.findingSaysNo)
        }
    }

    private struct Opened {
        var picture: Raster
        var facts: MediaFacts
        var hash: ContentHash
    }

    private static func open(_ file: String) -> Result<Opened, Refusal> {
        MediaInput.bytes(file).flatMap { bytes in
            MediaInput.picture(bytes).map {
                Opened(picture: $0, facts: $1, hash: SHA256Hasher.hash(bytes))
            }
        }
    }

    private static func show(_ answer: Answer<ProvenanceFindings>) {
        Terminal.line("■ \(answer.input)")
        switch answer.result {
        case .failure(let refusal): Terminal.line("  ✗ \(refusal.message)")
        case .success(let found):
            Terminal.line("  结论 \(found.verdict.chineseName)")
            for reason in found.reasons {
                Terminal.line("  \(reason.severity == .info ? "·" : "!") \(reason.code)  \(reason.detail)")
            }
            var table = TextTable(header: ["检查 check", "结果 result", "权重", "看到的 what was seen"])
            for signal in found.signals ?? [] {
                table.rows.append([
                    signal.name, signal.result.rawValue, "\(signal.weight)", signal.detail,
                ])
            }
            for line in table.lines() { Terminal.line("  \(line)") }
            if let watermark = found.watermark {
                Terminal.line("  水印 \(watermark.texts.joined(separator: " | "))")
            }
            if let distance = found.distanceMetres { Terminal.line("  距门店 \(Int(distance.rounded())) 米") }
        }
    }
}
