import AnalyzerKit
import ArgumentParser
import Decoding
import Evidence
import Foundation
import Media
import Provenance

/// `storeproof inspect FILE…`: would intake take it, and what does it say about itself.
struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "查看文件的格式与拍摄信息 (what a file is and says about itself)",
        discussion: """
            每个文件一份结果：是否可接收、格式、尺寸、方向、拍摄信息；打不开的照片也会给出拍摄信息。
            One document per file; capture facts also of a picture that is cut or refused.
            退出码 3：有文件不能接收 (exit 3 when a file is rejected).
            """)

    enum Expected: String, ExpressibleByArgument, CaseIterable { case image, audio, archive }

    @Argument(help: "文件 (files)") var files: [String]
    @Option(name: .long, help: "应当是什么：image、audio 或 archive (what it should be; default: what it is)")
    var expect: Expected?
    @Flag(name: .long, help: "输出 JSON (print JSON; several inputs give an array)") var json = false

    func run() throws {
        try ContentCredentials.checkSigners()
        let documents = files.map { Inspection.run($0, expecting: expect) }
        if json {
            Terminal.line(try ContractOutput.json(documents, asArray: files.count > 1))
        } else {
            for document in documents { document.show() }
        }
        if documents.contains(where: { $0.outcome != .accepted }) { throw Failure.silent(.badInput) }
    }
}

/// The document of one inspected file.
struct Inspection: Encodable {
    enum Outcome: String, Encodable { case accepted, rejected }

    struct Corners: Encodable {
        var topLeft: [Int]
        var topRight: [Int]
        var bottomLeft: [Int]
        var bottomRight: [Int]

        init(_ found: CornerColours) {
            topLeft = found.topLeft
            topRight = found.topRight
            bottomLeft = found.bottomLeft
            bottomRight = found.bottomRight
        }
    }

    var file: String
    var outcome: Outcome?
    /// image, audio or archive, as the bytes have it; nil for anything else.
    var kind: String?
    var format: String?
    /// What the name says it were, where the bytes are something else.
    var claimedFormat: String?
    var codec: String?
    /// As stored, before orientation.
    var width: Int?
    var height: Int?
    var orientation: Int?
    var seconds: Double?
    var channels: Int?
    var sampleRate: Int?
    var corners: Corners?
    /// The ICC profile of a picture: its name, and whether its colours were converted to sRGB.
    var colourProfile: ColourProfile?
    var exif: ProvenanceFindings.Exif?
    var signals: [String]?
    /// Of an archive: files in it, and whether one of them is `manifest.csv`.
    var files: Int?
    var hasManifest: Bool?
    /// Why it was rejected.
    var reason: Refusal?
    /// Why the path could not be read.
    var error: Refusal?

    static func run(_ path: String, expecting: Inspect.Expected?) -> Inspection {
        var document = Inspection(file: path)
        switch MediaInput.bytes(path) {
        case .failure(let refusal): document.error = refusal
        case .success(let bytes): document.read(bytes, expecting: expecting)
        }
        return document
    }

    private mutating func read(_ bytes: [UInt8], expecting: Inspect.Expected?) {
        let signature = MediaSignature(of: bytes)
        switch signature.kind {
        case .picture: kind = "image"
        case .sound: kind = "audio"
        case .neither: break
        }
        if signature != .other { format = signature.rawValue }
        do throws(DecodingFailure) {
            if expecting == .archive {
                try readArchive(bytes)
            } else {
                try readMedia(bytes, signature, expecting)
            }
            outcome = .accepted
        } catch {
            outcome = .rejected
            reason = Refusal(error)
        }
        if expecting != .archive, let claimed = ClaimedFormat(fileName: file), claimed.contradicts(format) {
            claimedFormat = claimed.name
        }
    }

    private mutating func readArchive(_ bytes: [UInt8]) throws(DecodingFailure) {
        let found = try Decoders.forFiles.archive(bytes)
        kind = "archive"
        format = "zip"
        files = found.files
        hasManifest = found.hasManifest
    }

    private mutating func readMedia(
        _ bytes: [UInt8], _ signature: MediaSignature, _ expecting: Inspect.Expected?
    ) throws(DecodingFailure) {
        fillFacts(bytes)
        let isSound = expecting == .audio || expecting == nil && signature.kind == .sound
        let found = try Decoders.forFiles.examine(bytes, as: isSound ? .recording : .picture)
        if isSound { fill(found.facts) }
        corners = found.corners.map(Corners.init)
    }

    /// Capture facts of a file that cannot be decoded count too; where even its header cannot be read there are none.
    private mutating func fillFacts(_ bytes: [UInt8]) {
        do throws(DecodingFailure) {
            if let facts = try Decoders.forFiles.facts(of: bytes) { fill(facts) }
        } catch {}
    }

    private mutating func fill(_ facts: MediaFacts) {
        format = facts.format.rawValue
        codec = facts.codec
        guard facts.channels == 0 else {
            channels = facts.channels
            if facts.sampleRate > 0 { sampleRate = facts.sampleRate }
            if facts.seconds > 0 { seconds = (facts.seconds * 1000).rounded() / 1000 }
            return
        }
        if facts.storedWidth > 0, facts.storedHeight > 0 {
            width = facts.storedWidth
            height = facts.storedHeight
        }
        orientation = facts.orientation
        colourProfile = facts.colourProfile
        exif = ProvenanceFindings.Exif(facts)
        signals = CaptureSignals(of: facts.capture).codes
    }

    func show() {
        Terminal.line("■ \(file)")
        if let error { return Terminal.line("  ✗ \(error.message)") }
        var about = [format ?? "?"]
        if let width, let height { about.append("\(width)×\(height)") }
        if let files { about.append("\(files) files\(hasManifest == true ? ", manifest.csv" : "")") }
        if let name = colourProfile?.name { about.append(name) }
        if let seconds, let channels { about.append("\(seconds) s, \(channels) ch") }
        Terminal.line("  \(outcome == .accepted ? "✓" : "✗") \(about.joined(separator: "  "))")
        if let claimedFormat {
            Terminal.line("  ! 文件名写的是 .\(claimedFormat)，以内容为准 (named as another format; the bytes decide)")
        }
        if let reason { Terminal.line("  \(reason.code)  \(reason.message)") }
        if let exif {
            let said = [
                exif.make, exif.model, exif.software, exif.dateTimeOriginal.map { $0 + (exif.offset ?? "") },
                exif.latitude.map { "\($0), \(exif.longitude ?? 0)" },
            ].compactMap(\.self)
            if !said.isEmpty { Terminal.line("  \(said.joined(separator: " · "))") }
        }
        if let signals { Terminal.line("  \(signals.joined(separator: " "))") }
    }
}
