/// How much of a picture arrived whose file breaks off.
enum ArrivedShare {
    /// Whole percent, 0 to 99: of a file that breaks off something is missing, if only its end mark.
    /// - Returns: nil where the file does not tell how much there was to be.
    static func percent(of bytes: [UInt8], limits: DecodingLimits) -> Int? {
        switch MediaSignature(of: bytes) {
        case .jpeg: JPEGStructure(bytes).arrivedPercent(of: bytes, limits: limits)
        case .png: PNGStructure(bytes).arrivedPercent(of: bytes)
        case .webp: percent(bytes.count, of: WebPStructure(bytes).declaredBytes)
        case .heif: BoxStructure(bytes).declaredBytes.flatMap { percent(bytes.count, of: $0) }
        default: nil
        }
    }

    static func percent(_ part: Int, of whole: Int) -> Int? {
        guard part >= 0, whole > 0 else { return nil }
        return min(99, Int(Double(part) / Double(whole) * 100))
    }
}
