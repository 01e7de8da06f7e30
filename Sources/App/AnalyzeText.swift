import AnalyzerKit
import ArgumentParser
import Evidence
import Foundation
import Media
import Order
import Text

/// `analyze text IMAGE…`
struct AnalyzeText: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "text", abstract: "读出图片上的文字 (read the print on pictures)",
        discussion: """
            姓名、电话和地址默认不显示；--json 给出读到的全部文字，请只交给可以看原件的人和程序。
            Names, telephone numbers and addresses are not shown unless asked for; --json gives all that was read, for
            people and programs that may see the original.
            """)

    @Argument(help: "图片 (pictures)") var images: [String]
    @Flag(help: "也显示姓名、电话和地址 (show names, telephone numbers and addresses as well)") var unmasked = false
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
                var lines = try await watch.time("read") { try await reader.read(picture) }
                if !output.json, !unmasked {
                    PrivateText.cover(&lines, width: picture.width, height: picture.height)
                }
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

/// Print that names a person, or where one lives, as the order analyser finds it.
enum PrivateText {
    private static let cover = "（已遮盖 covered）"

    /// Exchanges the text of lines of which a private area takes up the middle.
    static func cover(_ lines: inout [TextLine], width: Int, height: Int) {
        let page = OrderInput(width: width, height: height, lines: lines)
        let areas = OrderAnalyzer(schemes: [], products: []).findings(for: page).privateAreas ?? []
        for index in lines.indices {
            let box = lines[index].box
            let (x, y) = ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
            if areas.contains(where: { $0.x0 <= x && x <= $0.x1 && $0.y0 <= y && y <= $0.y1 }) {
                lines[index] = TextLine(text: cover, box: box, confidence: lines[index].confidence)
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
