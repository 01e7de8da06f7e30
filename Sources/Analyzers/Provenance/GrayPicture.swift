import Media

/// A small 8-bit grey picture, row by row from the top left.
struct GrayPicture: Hashable, Sendable {
    let width: Int
    let height: Int
    var samples: [UInt8]

    init(width: Int, height: Int, samples: [UInt8]) {
        precondition(samples.count == width * height, "a grey picture holds width × height samples")
        self.width = width
        self.height = height
        self.samples = samples
    }

    /// ITU-R BT.601 luma of a picture.
    init(luma raster: Raster) {
        let count = raster.width * raster.height
        var samples = [UInt8](repeating: 0, count: count)
        raster.pixels.withUnsafeBufferPointer { source in
            samples.withUnsafeMutableBufferPointer { target in
                for index in 0..<count {
                    let red = Int(source[index * 3])
                    let green = Int(source[index * 3 + 1])
                    let blue = Int(source[index * 3 + 2])
                    target[index] = UInt8((19_595 * red + 38_470 * green + 7471 * blue + 32_768) >> 16)
                }
            }
        }
        self.init(width: raster.width, height: raster.height, samples: samples)
    }

    /// Area averages: every source sample counts by the share of the target sample that it covers, so that nothing
    /// aliases at any factor. Enlarging repeats samples.
    func areaResized(width newWidth: Int, height newHeight: Int) -> GrayPicture {
        if newWidth == width && newHeight == height { return self }
        let across = Self.averaged(samples, rows: height, columns: width, to: newWidth)
        let turned = Self.transposed(across, rows: height, columns: newWidth)
        let down = Self.averaged(turned, rows: newWidth, columns: height, to: newHeight)
        return GrayPicture(
            width: newWidth, height: newHeight,
            samples: Self.transposed(down, rows: newWidth, columns: newHeight))
    }

    private static func averaged(_ samples: [UInt8], rows: Int, columns: Int, to newColumns: Int) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: rows * newColumns)
        let scale = Float(columns) / Float(newColumns)
        samples.withUnsafeBufferPointer { source in
            out.withUnsafeMutableBufferPointer { target in
                for column in 0..<newColumns {
                    let from = Float(column) * scale
                    let to = min(Float(columns), from + scale)
                    let first = Int(from)
                    let last = max(first, min(columns - 1, Int(to.rounded(.up)) - 1))
                    let head = first == last ? to - from : Float(first + 1) - from
                    let tail = first == last ? 0 : to - Float(last)
                    let total = 1 / max(1e-6, to - from)
                    for row in 0..<rows {
                        let base = row * columns
                        var sum = head * Float(source[base + first])
                        var index = first + 1
                        while index < last {
                            sum += Float(source[base + index])
                            index += 1
                        }
                        if last > first { sum += tail * Float(source[base + last]) }
                        target[row * newColumns + column] = UInt8(max(0, min(255, sum * total + 0.5)))
                    }
                }
            }
        }
        return out
    }

    private static func transposed(_ samples: [UInt8], rows: Int, columns: Int) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: samples.count)
        samples.withUnsafeBufferPointer { source in
            out.withUnsafeMutableBufferPointer { target in
                for row in 0..<rows {
                    for column in 0..<columns { target[column * rows + row] = source[row * columns + column] }
                }
            }
        }
        return out
    }

    /// Left and right exchanged.
    func mirrored() -> GrayPicture {
        var out = samples
        for y in 0..<height {
            out[(y * width)..<((y + 1) * width)].reverse()
        }
        return GrayPicture(width: width, height: height, samples: out)
    }

    /// The size with the same shape whose longer side is `longest`; smaller pictures keep theirs.
    static func size(of width: Int, _ height: Int, longest: Int) -> (width: Int, height: Int) {
        let side = max(width, height)
        guard side > longest else { return (width, height) }
        return (
            max(1, (width * longest + side / 2) / side), max(1, (height * longest + side / 2) / side)
        )
    }

    /// The mean of each sample's 3 × 3 neighbourhood, weighted 1 2 1; steadies the bit comparisons of descriptors.
    func smoothed() -> GrayPicture {
        guard width > 2, height > 2 else { return self }
        var out = samples
        samples.withUnsafeBufferPointer { source in
            out.withUnsafeMutableBufferPointer { target in
                for y in 1..<(height - 1) {
                    for x in 1..<(width - 1) {
                        let index = y * width + x
                        let above = index - width
                        let below = index + width
                        let corners =
                            Int(source[above - 1]) + Int(source[above + 1]) + Int(source[below - 1])
                            + Int(source[below + 1])
                        let edges =
                            Int(source[above]) + Int(source[below]) + Int(source[index - 1])
                            + Int(source[index + 1])
                        target[index] = UInt8((corners + 2 * edges + 4 * Int(source[index]) + 8) >> 4)
                    }
                }
            }
        }
        return GrayPicture(width: width, height: height, samples: out)
    }
}
