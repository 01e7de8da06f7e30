extension Raster {
    /// The picture as it was held: a stored picture turned by its EXIF orientation (EXIF 2.32, tag 0x0112).
    /// - Parameter orientation: 1…8; anything else changes nothing.
    public func turned(orientation: Int) -> Raster {
        guard 2...8 ~= orientation else { return self }
        var out = [UInt8](repeating: 0, count: pixels.count)
        let size = out.withUnsafeMutableBufferPointer { turn(orientation: orientation, into: $0) }
        return Raster(width: size.width, height: size.height, pixels: out)
    }

    /// As `turned(orientation:)`, laid into memory of the caller's.
    /// - Precondition: `target` holds as many samples as this picture.
    /// - Returns: the sides of what lies there.
    public func turn(
        orientation: Int, into target: UnsafeMutableBufferPointer<UInt8>
    ) -> (width: Int, height: Int) {
        precondition(target.count == pixels.count, "a turned picture has as many samples")
        guard 2...8 ~= orientation else {
            _ = target.update(fromContentsOf: pixels)
            return (width, height)
        }
        let swaps = orientation >= 5
        let outWidth = swaps ? height : width
        let outHeight = swaps ? width : height
        // A pixel's place in the stored picture is start + x · right + y · down.
        let last = width * height - 1
        let (start, right, down): (Int, Int, Int) =
            switch orientation {
            case 2: (width - 1, -1, width)
            case 3: (last, -1, -width)
            case 4: (last - width + 1, 1, -width)
            case 5: (0, width, 1)
            case 6: (last - width + 1, -width, 1)
            case 7: (last, -width, -1)
            default: (width - 1, width, -1)
            }
        pixels.withUnsafeBufferPointer { source in
            var place = 0
            for y in 0..<outHeight {
                var from = (start + y * down) * 3
                for _ in 0..<outWidth {
                    target[place] = source[from]
                    target[place + 1] = source[from + 1]
                    target[place + 2] = source[from + 2]
                    place += 3
                    from += right * 3
                }
            }
        }
        return (outWidth, outHeight)
    }
}
