import Evidence
import Media

/// What the file's own capture facts say besides time and place.
struct CaptureCheck {
    let policy: ProvenancePolicy

    func check(capture: CaptureFacts, watermark: WatermarkReading?, hasClientPosition: Bool)
        -> [ProvenanceFindings.Observation]
    {
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
        if saysNothing && watermark == nil && !hasClientPosition {
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
            reasons.append(
                policy.observation(
                    .noMakerNote, chinese: "照片信息中没有厂商备注", english: "The EXIF has no maker note"))
        }
        return reasons
    }
}
