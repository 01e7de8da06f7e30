import AnalyzerKit
import Evidence
import Media

/// Whether the thumbnail that EXIF embeds shows the picture. Editors that paste another picture into a file often leave
/// the old thumbnail.
struct ThumbnailCheck {
    let policy: ProvenancePolicy

    /// The middle block of the picture's own thumbnail correlates above .9, of another picture's below .3.
    private static let leastCorrelation: Float = 0.5
    private static let fewestBlocks = 20
    private static let shortestSide = 64

    func check(_ input: ProvenanceInput) -> [ProvenanceFindings.Observation] {
        guard let thumbnail = input.thumbnail, min(thumbnail.width, thumbnail.height) >= Self.shortestSide
        else {
            return []
        }
        let picture = PictureSignature(of: input.picture)
        let turned = thumbnail.turned(exifOrientation: input.facts.orientation)
        // Some writers turn the thumbnail already, and cameras with wide pictures put bars around it.
        let views = [turned, thumbnail].flatMap { [$0, $0.withoutBars(like: input.picture)] }
        var best: Float = -1
        for view in views {
            let small = PictureSignature(of: view)
            let straight = AffineMap(
                a: Float(picture.width) / Float(small.width), e: Float(picture.height) / Float(small.height))
            let comparison = PictureComparison(small, picture, map: straight)
            // A thumbnail without texture cannot be told apart from any other.
            guard comparison.blocks >= Self.fewestBlocks else { return [] }
            best = max(best, comparison.quantile(0.5))
            if let map = PictureAlignment.align(small, with: picture)?.map {
                let aligned = PictureComparison(small, picture, map: map)
                if aligned.blocks >= Self.fewestBlocks { best = max(best, aligned.quantile(0.5)) }
            }
            if best >= Self.leastCorrelation { return [] }
        }
        return [
            policy.observation(
                .exifThumbnail, chinese: "照片内嵌的缩略图与画面不一致",
                english: "The thumbnail inside the file shows another picture")
        ]
    }
}

extension Raster {
    /// Upright, by the EXIF orientation 1…8 that the file states.
    func turned(exifOrientation orientation: Int) -> Raster {
        guard (2...8).contains(orientation) else { return self }
        let swaps = orientation >= 5
        let (newWidth, newHeight) = swaps ? (height, width) : (width, height)
        var out = [UInt8](repeating: 0, count: pixels.count)
        for y in 0..<newHeight {
            for x in 0..<newWidth {
                let (fromX, fromY) =
                    switch orientation {
                    case 2: (width - 1 - x, y)
                    case 3: (width - 1 - x, height - 1 - y)
                    case 4: (x, height - 1 - y)
                    case 5: (y, x)
                    case 6: (y, height - 1 - x)
                    case 7: (width - 1 - y, height - 1 - x)
                    default: (width - 1 - y, x)
                    }
                let source = (fromY * width + fromX) * 3
                let target = (y * newWidth + x) * 3
                for channel in 0..<3 { out[target + channel] = pixels[source + channel] }
            }
        }
        return Raster(width: newWidth, height: newHeight, pixels: out)
    }

    /// The middle part with the shape of another picture: what is left when bars are cut off.
    func withoutBars(like other: Raster) -> Raster {
        let wanted = Double(other.width) / Double(other.height)
        let own = Double(width) / Double(height)
        if wanted > own {
            let cut = (height - Int(Double(width) / wanted)) / 2
            return cropped(x0: 0, y0: cut, x1: width, y1: height - cut)
        }
        let cut = (width - Int(Double(height) * wanted)) / 2
        return cropped(x0: cut, y0: 0, x1: width - cut, y1: height)
    }
}
