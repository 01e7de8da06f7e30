import AnalyzerKit
import Evidence
import Media

/// What the file's own capture facts say besides time and place.
struct CaptureCheck {
    let policy: ProvenancePolicy

    /// - Parameter tellsMore: whether something beside the file and its print tells time or place.
    func check(
        capture: CaptureFacts, watermark: WatermarkReading?, tellsMore: Bool, known: MakerNoteCounts
    ) -> [ProvenanceFindings.Observation] {
        var reasons: [ProvenanceFindings.Observation] = []
        if !capture.hasExif {
            reasons.append(
                policy.observation(
                    .exifMissing, chinese: "照片没有拍摄信息（聊天软件转发后常见）",
                    english: "The picture has no EXIF, as is usual after a chat app"))
        }
        if watermark == nil {
            reasons.append(
                policy.observation(
                    .watermarkMissing, chinese: "照片上没有读到水印", english: "No watermark was read on the picture"))
        }
        let saysNothing = capture.dateTimeOriginal == nil && capture.latitude == nil
        if saysNothing && watermark == nil && !tellsMore {
            reasons.append(
                policy.observation(
                    .noCaptureFacts, chinese: "既没有拍摄信息也没有水印，无法核对时间和地点",
                    english: "Neither EXIF nor a watermark tells time or place"))
        }
        if case .editor(let editor) = SoftwareName(
            software: capture.software, creatorTool: capture.creatorTool)
        {
            reasons.append(
                policy.observation(
                    .softwareEditor, chinese: "照片由修图软件保存（\(editor)）",
                    english: "The picture was saved by an editor (\(editor))"))
        }
        if capture.hasExif, capture.make != nil, !capture.hasMakerNote {
            reasons.append(noMakerNote(model: capture.model ?? "", known))
        }
        return reasons
    }

    /// Nothing is known of a model until enough of its originals have come; programs that save a picture anew drop the note.
    private func noMakerNote(model: String, _ known: MakerNoteCounts) -> ProvenanceFindings.Observation {
        let share = Double(known.with) / Double(max(1, known.with + known.without))
        guard known.with >= policy.makerNoteOriginals, share >= policy.makerNoteShare else {
            let needed = Int((policy.makerNoteShare * 100).rounded())
            return policy.observation(
                .noMakerNote,
                chinese:
                    "照片信息中没有厂商备注（同型号照片 \(known.with) 张有、\(known.without) 张没有；满 \(policy.makerNoteOriginals) 张且占 \(needed) % 才作依据）",
                english:
                    "The EXIF has no maker note (of this model's photos \(known.with) have one, \(known.without) have not; it counts from \(policy.makerNoteOriginals) on, if they are \(needed) %)"
            )
        }
        let percent = Int((share * 100).rounded(.down))
        return policy.observation(
            .makerNoteStripped,
            chinese:
                "照片信息中没有厂商备注，而 \(model) 的照片有 \(percent) % 带着它（\(known.with) 张），照片可能被别的软件保存过",
            english:
                "The EXIF has no maker note, which \(percent) % of the photos of \(model) have (\(known.with)): another program may have saved it"
        )
    }
}
