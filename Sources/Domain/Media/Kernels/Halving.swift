extension Raster {
    /// Half as wide and high: means of 2 × 2.
    public func halved() -> Raster {
        let newWidth = max(1, width / 2)
        let newHeight = max(1, height / 2)
        guard width > 1, height > 1 else { return resized(width: newWidth, height: newHeight) }
        var out = [UInt8](repeating: 0, count: newWidth * newHeight * 3)
        pixels.withUnsafeBufferPointer { source in
            out.withUnsafeMutableBufferPointer { target in
                for y in 0..<newHeight {
                    for x in 0..<newWidth {
                        let first = (2 * y * width + 2 * x) * 3
                        let second = first + width * 3
                        let place = (y * newWidth + x) * 3
                        for channel in 0..<3 {
                            let sum =
                                UInt16(source[first + channel]) + UInt16(source[first + 3 + channel])
                                + UInt16(source[second + channel]) + UInt16(source[second + 3 + channel])
                            target[place + channel] = UInt8(truncatingIfNeeded: (sum + 2) >> 2)
                        }
                    }
                }
            }
        }
        return Raster(width: newWidth, height: newHeight, pixels: out)
    }
}

extension Plane {
    /// Every second sample of every second row.
    public func decimated() -> Plane {
        let newWidth = max(1, width / 2)
        let newHeight = max(1, height / 2)
        var out = Plane(width: newWidth, height: newHeight)
        for y in 0..<newHeight {
            for x in 0..<newWidth { out.samples[y * newWidth + x] = samples[2 * y * width + 2 * x] }
        }
        return out
    }

    /// Twice as wide and high, bilinear; sample (x, y) stands at (2x, 2y) of the result.
    public func doubled() -> Plane {
        var out = Plane(width: width * 2, height: height * 2)
        samples.withUnsafeBufferPointer { source in
            out.samples.withUnsafeMutableBufferPointer { target in
                for y in 0..<height {
                    let row = y * width
                    let next = min(y + 1, height - 1) * width
                    let upper = 2 * y * width * 2
                    let lower = upper + width * 2
                    for x in 0..<width {
                        let right = min(x + 1, width - 1)
                        let corner = source[row + x]
                        let across = source[row + right]
                        let down = source[next + x]
                        target[upper + 2 * x] = corner
                        target[upper + 2 * x + 1] = (corner + across) * 0.5
                        target[lower + 2 * x] = (corner + down) * 0.5
                        target[lower + 2 * x + 1] = (corner + across + down + source[next + right]) * 0.25
                    }
                }
            }
        }
        return out
    }

    /// Half as wide and high: means of 2 × 2.
    public func halved() -> Plane {
        let newWidth = max(1, width / 2)
        let newHeight = max(1, height / 2)
        guard width > 1, height > 1 else { return decimated() }
        var out = Plane(width: newWidth, height: newHeight)
        samples.withUnsafeBufferPointer { source in
            out.samples.withUnsafeMutableBufferPointer { target in
                for y in 0..<newHeight {
                    for x in 0..<newWidth {
                        let place = 2 * y * width + 2 * x
                        target[y * newWidth + x] =
                            (source[place] + source[place + 1] + source[place + width]
                                + source[place + width + 1]) * 0.25
                    }
                }
            }
        }
        return out
    }
}
