import ArgumentParser
import Decoding
import Evidence
import Foundation
import Media

/// `storeproof analyze …`: files alone, no database.
struct Analyze: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "分析文件，不需要数据库 (analyse files, no database)",
        subcommands: [
            AnalyzeShelf.self, AnalyzeOrder.self, AnalyzeConsultation.self, AnalyzeProvenance.self,
            AnalyzeText.self,
        ])
}

/// Options that every analysis takes.
struct OutputOptions: ParsableArguments {
    @Flag(name: .long, help: "输出 JSON (print JSON; several inputs give an array)")
    var json = false

    @Flag(name: .long, help: "加上各阶段用时 (add \"seconds\" by stage)")
    var timings = false
}

/// Opens the media of the command line, with refusals instead of errors.
enum MediaInput {
    static func bytes(_ path: String) -> Result<[UInt8], Refusal> {
        do { return .success(try InputFile.bytes(path)) } catch let failure as Failure {
            return .failure(Refusal(code: "unreadable", message: failure.message))
        } catch {
            return .failure(Refusal(code: "unreadable", message: "\(error)"))
        }
    }

    static func picture(_ bytes: [UInt8]) -> Result<(Raster, MediaFacts), Refusal> {
        do throws(DecodingFailure) { return .success(try Decoders.forFiles.picture(bytes)) } catch {
            return .failure(Refusal(error))
        }
    }

    /// The thumbnail that EXIF embeds; one that cannot be opened says nothing.
    static func thumbnail(of facts: MediaFacts) -> Raster? {
        guard let bytes = facts.capture.thumbnail, case .success(let (raster, _)) = picture(bytes) else {
            return nil
        }
        return raster
    }

    static func picture(at path: String) -> Result<(Raster, MediaFacts), Refusal> {
        bytes(path).flatMap { picture($0) }
    }

    static func recording(_ bytes: [UInt8]) -> Result<(Waveform, MediaFacts), Refusal> {
        do throws(DecodingFailure) { return .success(try Decoders.forFiles.recording(bytes)) } catch {
            return .failure(Refusal(error))
        }
    }
}

extension Refusal {
    init(_ failure: DecodingFailure) {
        var message = "\(failure.chinese) (\(failure.english))"
        if failure.code == .decoderUnavailable { message += " \(failure.detail)" }
        self.init(code: failure.code.rawValue, message: message, arrivedPercent: failure.arrivedPercent)
    }
}
