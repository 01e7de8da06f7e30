extension Raster {
    /// Part of the picture; the box is cut to the picture and never empty.
    public func cropped(x0: Int, y0: Int, x1: Int, y1: Int) -> Raster {
        let left = min(max(0, x0), width - 1)
        let top = min(max(0, y0), height - 1)
        let right = min(max(left + 1, x1), width)
        let bottom = min(max(top + 1, y1), height)
        var out = [UInt8]()
        out.reserveCapacity((right - left) * (bottom - top) * 3)
        for y in top..<bottom {
            out.append(contentsOf: pixels[((y * width + left) * 3)..<((y * width + right) * 3)])
        }
        return Raster(width: right - left, height: bottom - top, pixels: out)
    }

    /// Fills a rectangle, right and bottom edge excluded; what lies outside of the picture is left out.
    public mutating func fill(x0: Int, y0: Int, x1: Int, y1: Int, _ colour: Colour) {
        let (left, right) = (max(0, x0), min(width, x1))
        let (top, bottom, rowBytes) = (max(0, y0), min(height, y1), width * 3)
        guard left < right, top < bottom else { return }
        withMutablePixels { pixels in
            for y in top..<bottom {
                for place in stride(from: y * rowBytes + left * 3, to: y * rowBytes + right * 3, by: 3) {
                    pixels[place] = colour.red
                    pixels[place + 1] = colour.green
                    pixels[place + 2] = colour.blue
                }
            }
        }
    }
}
