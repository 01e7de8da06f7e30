import Evidence

/// What people call kinds of evidence, in manifests and as names of folders.
enum KindWords {
    private static let words: [(kind: EvidenceKind, words: [String])] = [
        (.shelfPhoto, ["shelf", "shelves", "shelfphoto", "shelfphotos", "货架", "货架照片", "陈列"]),
        (
            .consultationAudio,
            [
                "consultation", "consultations", "consultationaudio", "recording", "recordings", "audio",
                "咨询",
                "咨询录音", "顾客咨询", "录音",
            ]
        ),
        (
            .orderScreenshot,
            [
                "order", "orders", "orderscreenshot", "orderscreenshots", "screenshot", "screenshots", "订单",
                "接龙", "接龙订单", "订单截图", "接龙截图", "接龙订单截图", "截图",
            ]
        ),
    ]

    /// Case, blanks, digits and dashes do not count: `1 货架`, `Shelf_photos`.
    static func kind(_ text: some StringProtocol) -> EvidenceKind? {
        let word = text.lowercased().filter(\.isLetter)
        return words.first { $0.words.contains(word) }?.kind
    }

    /// Of the innermost folder that names one.
    static func kind(ofFoldersOf path: String) -> EvidenceKind? {
        path.split(separator: "/").dropLast().reversed().lazy.compactMap { kind($0) }.first
    }
}
