import Foundation

/// Traditional → simplified characters: Whisper's base model writes either, as the mood takes it.
enum SimplifiedChinese {
    private static let transform = StringTransform("Hant-Hans")

    static func text(_ text: String) -> String {
        // Most sidecars hold no traditional character; those without Chinese need no transform at all.
        guard text.unicodeScalars.contains(where: { $0.value >= 0x2E80 }) else { return text }
        return text.applyingTransform(transform, reverse: false) ?? text
    }
}
