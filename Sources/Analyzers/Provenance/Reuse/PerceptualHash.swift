#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The 64-bit hash of a picture's coarse structure: signs of the 8 × 8 lowest frequencies of a 32 × 32 cosine transform
/// against their median (pHash, Zauner 2010). Survives compression, colour and size; not crops.
enum PerceptualHash {
    static func hash(of picture: GrayPicture) -> UInt64 {
        let small = picture.areaResized(width: 32, height: 32)
        var cosines = [Float](repeating: 0, count: 8 * 32)
        for frequency in 0..<8 {
            for place in 0..<32 {
                cosines[frequency * 32 + place] = Float(
                    cos(Double(2 * place + 1) * Double(frequency + 1) * .pi / 64))
            }
        }
        var rows = [Float](repeating: 0, count: 32 * 8)
        for y in 0..<32 {
            for frequency in 0..<8 {
                var sum: Float = 0
                for x in 0..<32 { sum += cosines[frequency * 32 + x] * Float(small.samples[y * 32 + x]) }
                rows[y * 8 + frequency] = sum
            }
        }
        var values = [Float](repeating: 0, count: 64)
        for v in 0..<8 {
            for u in 0..<8 {
                var sum: Float = 0
                for y in 0..<32 { sum += cosines[v * 32 + y] * rows[y * 8 + u] }
                values[v * 8 + u] = sum
            }
        }
        let median = values.sorted()[32]
        var hash: UInt64 = 0
        for (index, value) in values.enumerated() where value > median { hash |= 1 << UInt64(index) }
        return hash
    }
}
