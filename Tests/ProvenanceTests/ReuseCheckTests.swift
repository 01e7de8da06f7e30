import AnalyzerKit
import Evidence
import Media
import TestSupport
import Testing

@testable import Provenance

/// Drawn shelves: rows of boxes with stripes and dots, no two alike.
struct DrawnShelf {
    private(set) var picture: Raster

    init(seed: UInt64, width: Int = 800, height: Int = 600) {
        var random = SeededGenerator(seed: seed)
        picture = Raster(width: width, height: height, red: 70, green: 72, blue: 76)
        for row in 0..<4 {
            var x = 10
            while x < width - 60 {
                let boxWidth = Int.random(in: 36...80, using: &random)
                let top = row * height / 4 + Int.random(in: 10...40, using: &random)
                fill(x, top, x + boxWidth, (row + 1) * height / 4 - 8, &random)
                for _ in 0..<6 {
                    let left = x + Int.random(in: 0..<boxWidth, using: &random)
                    let up = Int.random(in: top..<(row + 1) * height / 4 - 12, using: &random)
                    fill(
                        left, up, min(x + boxWidth, left + Int.random(in: 4...24, using: &random)),
                        up + Int.random(in: 3...16, using: &random), &random)
                }
                x += boxWidth + 4
            }
        }
    }

    private mutating func fill(_ x0: Int, _ y0: Int, _ x1: Int, _ y1: Int, _ random: inout SeededGenerator) {
        let color = (0..<3).map { _ in UInt8.random(in: 20...235, using: &random) }
        for y in max(0, y0)..<max(max(0, y0), min(picture.height, y1)) {
            for x in max(0, x0)..<max(max(0, x0), min(picture.width, x1)) {
                picture[x, y] = (color[0], color[1], color[2])
            }
        }
    }
}

extension Raster {
    /// Every sample changed by a function of itself and its place.
    func mapped(_ change: (_ value: Int, _ x: Int, _ y: Int) -> Int) -> Raster {
        var pixels = pixels
        for index in pixels.indices {
            let place = index / 3
            pixels[index] = UInt8(max(0, min(255, change(Int(pixels[index]), place % width, place / width))))
        }
        return Raster(width: width, height: height, pixels: pixels)
    }

    /// As another standpoint sees a flat shelf: the right side nearer by a share.
    func tilted(by share: Double) -> Raster {
        var out = self
        for y in 0..<height {
            for x in 0..<width {
                let (u, v) = (Double(x) / Double(width) - 0.5, Double(y) / Double(height) - 0.5)
                let depth = 1 + share * u
                let from = (
                    Int(((u / depth + 0.5) * Double(width)).rounded()),
                    Int(((v / depth + 0.5) * Double(height)).rounded())
                )
                out[x, y] = self[max(0, min(width - 1, from.0)), max(0, min(height - 1, from.1))]
            }
        }
        return out
    }
}

struct ReuseCheckTests {
    private let analyzer = ProvenanceAnalyzer(stores: Inputs.stores)
    private let original = DrawnShelf(seed: 1).picture

    private func prior(_ picture: Raster, name: String = "earlier", sameBatch: Bool = false) -> PriorPicture {
        PriorPicture(
            name: name, sha256: ContentHash("hash-of-\(name)"),
            fingerprint: analyzer.fingerprint(of: picture),
            sameBatch: sameBatch)
    }

    private func match(_ picture: Raster, _ prior: [PriorPicture], kind: EvidenceKind = .shelfPhoto)
        -> [ProvenanceFindings.Observation]
    {
        Inputs.judged(prior: prior, picture: picture, kind: kind).reasons.filter {
            $0.code.hasPrefix("duplicate")
        }
    }

    private func noisy(_ picture: Raster, seed: UInt64 = 9) -> Raster {
        var random = SeededGenerator(seed: seed)
        return picture.mapped { value, _, _ in value + Int.random(in: -6...6, using: &random) }
    }

    @Test func `a copy is found after every edit`() {
        let size = (original.width, original.height)
        let copies: [(String, Raster)] = [
            ("noise", noisy(original)), ("half", original.resized(width: size.0 / 2, height: size.1 / 2)),
            (
                "crop",
                original.cropped(
                    x0: size.0 / 12, y0: size.1 / 12, x1: size.0 * 11 / 12, y1: size.1 * 11 / 12)
            ),
            (
                "crop, resized",
                original.cropped(x0: 90, y0: 20, x1: size.0 - 40, y1: size.1 - 60).resized(
                    width: 1024, height: 768)
            ), ("toned", original.mapped { value, _, _ in value * 3 / 4 + 40 }),
            ("stamped", original.mapped { value, x, y in x < 420 && y > 460 ? 60 : value }),
            (
                "framed",
                Raster(width: 800, height: 900, red: 24, green: 24, blue: 24).mapped { value, _, _ in value }
                    .pasting(original, x: 0, y: 120)
            ),
        ]
        let known = [
            prior(DrawnShelf(seed: 2).picture, name: "other"), prior(original),
            prior(DrawnShelf(seed: 3).picture),
        ]
        for (name, copy) in copies {
            let found = match(copy, known)
            #expect(found.map(\.code) == ["duplicate.reused"], "\(name)")
            #expect(found.first?.of == "earlier", "\(name)")
            #expect(found.first?.severity == .rejected, "\(name)")
        }
    }

    @Test func `a mirrored copy is found and said to be mirrored`() {
        let known = [prior(DrawnShelf(seed: 2).picture, name: "other"), prior(original)]
        let found = match(noisy(original.mirrored()), known)
        #expect(found.map(\.code) == ["duplicate.reused"])
        #expect(found.first?.of == "earlier")
        #expect(found.first?.detail.contains("左右翻转") == true)
        #expect(match(noisy(original.mirrored().tilted(by: 0.03)), known).isEmpty)
    }

    @Test func `another shelf is another picture`() {
        for seed in 10..<20 as Range<UInt64> {
            #expect(match(DrawnShelf(seed: seed).picture, [prior(original)]).isEmpty, "seed \(seed)")
        }
    }

    @Test func `a new photo of the same shelf passes`() {
        for share in [0.012, -0.02, 0.05] {
            #expect(match(noisy(original.tilted(by: share)), [prior(original)]).isEmpty, "tilted by \(share)")
        }
        // From the same spot, but a lamp was moved.
        let lit = original.mapped { value, x, _ in value * (700 + x * 600 / 800) / 1000 }
        #expect(match(noisy(lit), [prior(original)]).isEmpty)
    }

    @Test func `the same bytes are found without looking at the picture`() {
        var known = prior(DrawnShelf(seed: 5).picture)
        known.sha256 = ContentHash("aa")
        known.fingerprint = PictureFingerprint(perceptualHash: 0, payload: [])
        #expect(match(original, [known]).map(\.code) == ["duplicate.reused"])
    }

    @Test func `within a batch the later one is suspect`() {
        let found = match(noisy(original), [prior(original, sameBatch: true)])
        #expect(found.map(\.code) == ["duplicate.sameBatch"])
        #expect(found.first?.severity == .suspect)
    }

    @Test func `screenshots of one app are told apart by their text`() {
        func screen(_ seed: UInt64) -> Raster {
            var random = SeededGenerator(seed: seed)
            var page = Raster(width: 540, height: 1100, red: 250, green: 250, blue: 250)
            for row in 0..<10 {
                for cell in 0..<20 where row < 8 || Bool.random(using: &random) {
                    page = page.pasting(
                        Raster(width: 14, height: 22, red: 30, green: 30, blue: 30), x: 20 + cell * 25,
                        y: 40 + row * 100)
                }
            }
            return page
        }
        let known = [prior(screen(1))]
        #expect(match(noisy(screen(1)), known, kind: .orderScreenshot).map(\.code) == ["duplicate.reused"])
        #expect(match(screen(2), known, kind: .orderScreenshot).isEmpty)
        #expect(match(screen(3), known, kind: .orderScreenshot).isEmpty)
    }

    @Test func `a fingerprint is small and survives storage`() throws {
        let fingerprint = analyzer.fingerprint(of: original)
        #expect(fingerprint.payload.count <= 24_576)
        let signature = PictureSignature(of: original)
        let restored = try #require(PictureSignature(fingerprint))
        #expect(restored.fingerprint == fingerprint)
        #expect(restored.thumbnail == signature.thumbnail)
        #expect(restored.keypoints.map(\.bits) == signature.keypoints.map(\.bits))
    }

    @Test func `damaged fingerprints are no match and no trap`() {
        let whole = analyzer.fingerprint(of: original)
        var random = SeededGenerator(seed: 8)
        for length in [0, 1, 8, 9, 10, 500, whole.payload.count - 1] {
            let cut = PictureFingerprint(perceptualHash: 1, payload: Array(whole.payload.prefix(length)))
            #expect(PictureSignature(cut) == nil)
        }
        for _ in 0..<30 {
            var changed = whole
            for _ in 0..<40 {
                changed.payload[Int.random(in: 9..<changed.payload.count, using: &random)] = .random(
                    in: 0...255, using: &random)
            }
            _ = match(
                original,
                [
                    PriorPicture(name: "x", sha256: ContentHash("x"), fingerprint: changed, sameBatch: false)
                ])
        }
    }

    @Test(arguments: [(1, 1), (3, 2), (40, 40), (2000, 3), (64, 900)])
    func `pictures of any shape have a fingerprint`(_ width: Int, _ height: Int) {
        let picture = Raster(width: width, height: height, red: 120, green: 90, blue: 10)
        let fingerprint = analyzer.fingerprint(of: picture)
        #expect(PictureSignature(fingerprint) != nil)
        #expect(match(picture, [prior(picture)]).isEmpty)
    }
}

extension Raster {
    func pasting(_ other: Raster, x left: Int, y top: Int) -> Raster {
        var out = self
        for y in 0..<other.height where y + top < height {
            for x in 0..<other.width where x + left < width { out[x + left, y + top] = other[x, y] }
        }
        return out
    }
}
