import AnalyzerKit
import ArgumentParser
import Evidence
import Foundation
import Text

/// `analyze text IMAGE…`
struct AnalyzeText: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "text", abstract: "读出图片上的文字 (read the print on pictures)")

    @Argument(help: "图片 (pictures)") var images: [String]
    @OptionGroup var output: OutputOptions

    private struct Lines: Encodable, Sendable {
        var lines: [TextLine]
        var analyzer: AnalyzerIdentity
    }

    func run() async throws {
        let reader = try TextModels.reader()
        var answers: [Answer<Lines>] = []
        for image in images {
            var watch = Stopwatch()
            let result: Result<Lines, Refusal>
            switch watch.time("decode", { MediaInput.picture(at: image) }) {
            case .failure(let refusal): result = .failure(refusal)
            case .success(let (picture, _)):
                let lines = try await watch.time("read") { try await reader.read(picture) }
                result = .success(Lines(lines: lines, analyzer: reader.identity))
            }
            answers.append(
                Answer(
                    key: "image", input: image, result: result, seconds: output.timings ? watch.seconds : nil)
            )
        }
        if output.json {
            Terminal.line(try ContractOutput.json(answers, asArray: images.count > 1))
        } else {
            for answer in answers { show(answer) }
        }
        try ContractOutput.finish(answers)
    }

    private func show(_ answer: Answer<Lines>) {
        Terminal.line("■ \(answer.input)")
        switch answer.result {
        case .failure(let refusal): Terminal.line("  ✗ \(refusal.message)")
        case .success(let found):
            for line in found.lines {
                Terminal.line("  \(line.text)  [\(line.box.x0),\(line.box.y0)] \(line.confidence)")
            }
        }
    }
}

/// The text reader with the models of `tools/setup`.
enum TextModels {
    static func reader() throws -> PaddleTextReader {
        let folder = try Models.text()
        do { return try PaddleTextReader(models: folder) } catch {
            throw Failure.environment(
                "文字识别模型无法载入，请运行 tools/setup (the OCR models cannot be loaded): \(error)")
        }
    }
}
