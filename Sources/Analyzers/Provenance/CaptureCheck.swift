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
        if let software = capture.software, let editor = Self.editor(in: software) {
            reasons.append(
                policy.observation(
                    .softwareEditor, chinese: "照片由修图软件保存（\(editor)）",
                    english: "The picture was saved by an editor (\(editor))"))
        }
        return reasons
    }

    /// Photo editors by the words of their EXIF Software. Phones write their system's build there (`HyperOS 2.0`,
    /// `17.5.1`), watermark cameras their name: neither is an editor. `Photos` and `Google` are left out, since phones'
    /// own galleries write them after a mere turn of the picture.
    private static let editors = [
        "photoshop", "lightroom", "adobe", "gimp", "snapseed", "picsart", "美图", "meitu", "醒图", "canva",
        "affinity", "paint.net", "pixelmator", "faceapp", "facetune", "vsco", "photoscape", "picasa",
        "acdsee",
        "capture one", "darktable", "rawtherapee", "luminar", "polarr", "photodirector", "pixlr", "fotor",
        "黄油相机", "轻颜", "像素蛋糕", "天天p图", "pitu", "光影魔术手", "nearby photo", "beautyplus", "airbrush",
        "paintshop", "photopea", "krita", "coreldraw", "photoworks", "剪映", "capcut", "inshot",
    ]

    static func editor(in software: String) -> String? {
        let lower = software.lowercased()
        return editors.contains { lower.contains($0) } ? software : nil
    }
}
