public import Media

/// A pack shot without its white ground.
public struct PackCutOut: Sendable {
    let picture: Raster
    /// One value a dot: the pack, or the ground that is left out.
    let isPack: [Bool]
    /// Height against the tallest kinds of packs.
    let relativeHeight: Double

    private static let heights = [
        "carton": 1.0, "box": 0.95, "bottle": 1.0, "pouch": 0.85, "can": 0.62, "jar": 0.6, "tub": 0.5,
    ]
    /// Lighter than this is ground where it hangs together with the edge.
    private static let white: UInt8 = 244

    /// - Parameter kind: of the catalogue; unknown kinds are as high as a box.
    public init(packShot: Raster, kind: String?) {
        picture = packShot
        relativeHeight = Self.heights[kind ?? ""] ?? 0.95
        isPack = Self.pack(of: packShot)
    }

    /// Width over height.
    var aspect: Double { Double(picture.width) / Double(picture.height) }

    /// Floods the ground from the edge.
    private static func pack(of picture: Raster) -> [Bool] {
        let (width, height) = (picture.width, picture.height)
        var isPack = [Bool](repeating: true, count: width * height)
        var open: [Int] = []
        func visit(_ x: Int, _ y: Int) {
            let dot = picture[x, y]
            guard isPack[y * width + x], min(dot.red, dot.green, dot.blue) >= white else { return }
            isPack[y * width + x] = false
            open.append(y * width + x)
        }
        for x in 0..<width {
            visit(x, 0)
            visit(x, height - 1)
        }
        for y in 0..<height {
            visit(0, y)
            visit(width - 1, y)
        }
        while let place = open.popLast() {
            let (x, y) = (place % width, place / width)
            if x > 0 { visit(x - 1, y) }
            if x + 1 < width { visit(x + 1, y) }
            if y > 0 { visit(x, y - 1) }
            if y + 1 < height { visit(x, y + 1) }
        }
        return isPack
    }
}
