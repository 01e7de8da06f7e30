extension Raster {
    /// Bilinear with half-pixel centres; where it shrinks by two or more, box averages come first, so that nothing
    /// aliases.
    public func resized(width newWidth: Int, height newHeight: Int) -> Raster {
        if newWidth == width && newHeight == height { return self }
        let factor = min(width / max(1, newWidth), height / max(1, newHeight))
        if factor >= 2 {
            return boxReduced(by: factor).bilinear(width: newWidth, height: newHeight)
        }
        return bilinear(width: newWidth, height: newHeight)
    }

    private func boxReduced(by factor: Int) -> Raster {
        let outWidth = width / factor
        let outHeight = height / factor
        var out = [UInt8](repeating: 0, count: outWidth * outHeight * 3)
        let area = factor * factor
        pixels.withUnsafeBufferPointer { source in
            out.withUnsafeMutableBufferPointer { target in
                for y in 0..<outHeight {
                    for x in 0..<outWidth {
                        var red = 0
                        var green = 0
                        var blue = 0
                        for dy in 0..<factor {
                            var index = ((y * factor + dy) * width + x * factor) * 3
                            for _ in 0..<factor {
                                red += Int(source[index])
                                green += Int(source[index + 1])
                                blue += Int(source[index + 2])
                                index += 3
                            }
                        }
                        let index = (y * outWidth + x) * 3
                        target[index] = UInt8((red + area / 2) / area)
                        target[index + 1] = UInt8((green + area / 2) / area)
                        target[index + 2] = UInt8((blue + area / 2) / area)
                    }
                }
            }
        }
        return Raster(width: outWidth, height: outHeight, pixels: out)
    }

    private func bilinear(width newWidth: Int, height newHeight: Int) -> Raster {
        if newWidth == width && newHeight == height { return self }
        var out = [UInt8](repeating: 0, count: newWidth * newHeight * 3)
        let scaleX = Float(width) / Float(newWidth)
        let scaleY = Float(height) / Float(newHeight)
        var left = [Int](repeating: 0, count: newWidth)
        var share = [Float](repeating: 0, count: newWidth)
        for x in 0..<newWidth {
            let place = max(0, min(Float(width - 1), (Float(x) + 0.5) * scaleX - 0.5))
            left[x] = min(Int(place), max(0, width - 2))
            share[x] = width > 1 ? place - Float(left[x]) : 0
        }
        let step = width > 1 ? 3 : 0
        pixels.withUnsafeBufferPointer { source in
            out.withUnsafeMutableBufferPointer { target in
                for y in 0..<newHeight {
                    let place = max(0, min(Float(height - 1), (Float(y) + 0.5) * scaleY - 0.5))
                    let top = Int(place)
                    let bottom = min(top + 1, height - 1)
                    let down = place - Float(top)
                    let upper = top * width * 3
                    let lower = bottom * width * 3
                    for x in 0..<newWidth {
                        let across = share[x]
                        let index = left[x] * 3
                        for channel in 0..<3 {
                            let first =
                                Float(source[upper + index + channel]) * (1 - across)
                                + Float(source[upper + index + step + channel]) * across
                            let second =
                                Float(source[lower + index + channel]) * (1 - across)
                                + Float(source[lower + index + step + channel]) * across
                            target[(y * newWidth + x) * 3 + channel] = UInt8(
                                first * (1 - down) + second * down + 0.5)
                        }
                    }
                }
            }
        }
        return Raster(width: newWidth, height: newHeight, pixels: out)
    }
}
