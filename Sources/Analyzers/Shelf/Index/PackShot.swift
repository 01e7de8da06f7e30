import Media

/// A pack shot cut free from its white background and brought to one height.
struct PackShot: Sendable {
    /// Every pack shot is this high; positions of features count in these pixels.
    static let height = 320
    /// What counts as background where it touches the border of the picture.
    private static let white: UInt8 = 246

    var picture: Raster
    /// 1 = product, 0 = background; one byte a pixel.
    var mask: [UInt8]

    init(_ raster: Raster) {
        let reduced = PackShot.scaled(raster)
        let foreground = PackShot.foreground(of: reduced)
        let bounds = PackShot.bounds(foreground, reduced.width, reduced.height)
        let trimmed = reduced.cropped(x0: bounds.x0, y0: bounds.y0, x1: bounds.x1, y1: bounds.y1)
        let scaled = PackShot.scaled(trimmed)
        var cut = [UInt8](repeating: 0, count: scaled.width * scaled.height)
        for y in 0..<scaled.height {
            let line = bounds.y0 + min(trimmed.height - 1, y * trimmed.height / scaled.height)
            for x in 0..<scaled.width {
                let column = bounds.x0 + min(trimmed.width - 1, x * trimmed.width / scaled.width)
                cut[y * scaled.width + x] = foreground[line * reduced.width + column]
            }
        }
        picture = scaled
        mask = cut
    }

    /// Luma with the background at the product's mean, so that the outline against white draws few features.
    func luma() -> Plane {
        var plane = picture.luma()
        var sum: Float = 0
        var count: Float = 0
        for (index, inside) in mask.enumerated() where inside == 1 {
            sum += plane.samples[index]
            count += 1
        }
        let mean = sum / max(1, count)
        for (index, inside) in mask.enumerated() where inside == 0 { plane.samples[index] = mean }
        return plane
    }

    private static func scaled(_ raster: Raster) -> Raster {
        let width = Int((Double(raster.width) * Double(height) / Double(raster.height)).rounded())
        return raster.resized(width: min(1600, max(16, width)), height: height)
    }

    private static func bounds(_ mask: [UInt8], _ width: Int, _ height: Int) -> (
        x0: Int, y0: Int, x1: Int, y1: Int
    ) {
        var columns = [Int](repeating: 0, count: width)
        var rows = [Int](repeating: 0, count: height)
        for y in 0..<height {
            for x in 0..<width where mask[y * width + x] == 1 {
                columns[x] += 1
                rows[y] += 1
            }
        }
        let x0 = columns.firstIndex { $0 * 66 > height } ?? 0
        let x1 = columns.lastIndex { $0 * 66 > height } ?? (width - 1)
        let y0 = rows.firstIndex { $0 * 66 > width } ?? 0
        let y1 = rows.lastIndex { $0 * 66 > width } ?? (height - 1)
        return (x0, y0, x1 + 1, y1 + 1)
    }

    /// Everything but the white that is joined to the border. Where the flood ate into a white product, its convex
    /// hull is the better outline.
    private static func foreground(of raster: Raster) -> [UInt8] {
        let (width, height) = (raster.width, raster.height)
        var mask = [UInt8](repeating: 1, count: width * height)
        var stack: [Int] = []
        func visit(_ index: Int) {
            guard mask[index] == 1 else { return }
            let place = index * 3
            guard raster.pixels[place] >= white, raster.pixels[place + 1] >= white,
                raster.pixels[place + 2] >= white
            else { return }
            mask[index] = 0
            stack.append(index)
        }
        for x in 0..<width {
            visit(x)
            visit((height - 1) * width + x)
        }
        for y in 0..<height {
            visit(y * width)
            visit(y * width + width - 1)
        }
        while let index = stack.popLast() {
            let x = index % width
            if x > 0 { visit(index - 1) }
            if x < width - 1 { visit(index + 1) }
            if index >= width { visit(index - width) }
            if index < width * (height - 1) { visit(index + width) }
        }
        let hull = ConvexOutline.filled(mask, width: width, height: height)
        let area = mask.reduce(0) { $0 + Int($1) }
        let hullArea = hull.reduce(0) { $0 + Int($1) }
        guard hullArea > 0 else { return [UInt8](repeating: 1, count: width * height) }
        return Double(area) > 0.88 * Double(hullArea) ? hull : mask
    }
}
