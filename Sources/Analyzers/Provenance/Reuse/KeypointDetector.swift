#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A corner with its orientation and a 256-bit description of its neighbourhood.
struct Keypoint: Hashable, Sendable {
    /// Pixels of the signature's working picture.
    var x: Float
    var y: Float
    /// 256 steps to a full turn.
    var angle: UInt8
    /// Step of the scale pyramid.
    var level: UInt8
    var bits: SIMD4<UInt64>
}

/// Oriented corners described by rotated bit comparisons on a scale pyramid (the idea of ORB, Rublee et al. 2011): found
/// again after crops, turns, scaling and compression.
struct KeypointDetector {
    /// Ratio between two levels of the pyramid.
    static let levelRatio: Float = 1.25
    /// Corners kept on each level, finest first; 200 together.
    static let quotas = [60, 45, 35, 25, 20, 15]
    private static let patchRadius = 15

    static func keypoints(of picture: GrayPicture) -> [Keypoint] {
        var found: [Keypoint] = []
        var scale: Float = 1
        for (level, quota) in quotas.enumerated() {
            let width = Int(Float(picture.width) / scale + 0.5)
            let height = Int(Float(picture.height) / scale + 0.5)
            guard min(width, height) > 2 * patchRadius + 8 else { break }
            let image = picture.areaResized(width: width, height: height).smoothed()
            let stretchX = Float(picture.width) / Float(width)
            let stretchY = Float(picture.height) / Float(height)
            for corner in corners(of: image, quota: quota) {
                let angle = orientation(of: image, x: corner.x, y: corner.y)
                found.append(
                    Keypoint(
                        x: (corner.fineX + 0.5) * stretchX - 0.5, y: (corner.fineY + 0.5) * stretchY - 0.5,
                        angle: angle, level: UInt8(level),
                        bits: description(of: image, x: corner.x, y: corner.y, angle: angle)))
            }
            scale *= levelRatio
        }
        return found
    }

    /// Corners of the picture as it is, described without turning: what lies in one picture twice stands upright in both.
    static func upright(of picture: GrayPicture, quota: Int) -> [Keypoint] {
        guard min(picture.width, picture.height) > 2 * patchRadius + 8 else { return [] }
        let image = picture.smoothed()
        return corners(of: image, quota: quota).map { corner in
            Keypoint(
                x: corner.fineX, y: corner.fineY, angle: 0, level: 0,
                bits: description(of: image, x: corner.x, y: corner.y, angle: 0))
        }
    }

    private struct Corner {
        var x: Int
        var y: Int
        var fineX: Float
        var fineY: Float
        var strength: Float
    }

    /// The strongest corners, spread over the picture: each of 8 × 6 cells gives its best first, then its second, so that a
    /// watermark or one busy poster cannot take all.
    private static func corners(of image: GrayPicture, quota: Int) -> [Corner] {
        let strength = cornerStrength(of: image)
        let (width, height) = (image.width, image.height)
        let margin = patchRadius + 2
        let columns = 8
        let rows = 6
        var cells = [[Corner]](repeating: [], count: columns * rows)
        for y in margin..<(height - margin) {
            for x in margin..<(width - margin) {
                let index = y * width + x
                let value = strength[index]
                guard value > 60 else { continue }
                guard value > strength[index - 1], value >= strength[index + 1],
                    value > strength[index - width],
                    value >= strength[index + width], value > strength[index - width - 1],
                    value >= strength[index + width + 1], value > strength[index - width + 1],
                    value >= strength[index + width - 1]
                else { continue }
                let fineX = Float(x) + peak(strength[index - 1], value, strength[index + 1])
                let fineY = Float(y) + peak(strength[index - width], value, strength[index + width])
                let cell = (y * rows / height) * columns + x * columns / width
                cells[cell].append(Corner(x: x, y: y, fineX: fineX, fineY: fineY, strength: value))
            }
        }
        for index in cells.indices {
            cells[index].sort { ($0.strength, $0.y, $0.x) > ($1.strength, $1.y, $1.x) }
        }
        var chosen: [Corner] = []
        var round = 0
        while chosen.count < quota {
            let layer = cells.compactMap { $0.count > round ? $0[round] : nil }
                .sorted { ($0.strength, $0.y, $0.x) > ($1.strength, $1.y, $1.x) }
            if layer.isEmpty { break }
            chosen += layer.prefix(quota - chosen.count)
            round += 1
        }
        return chosen
    }

    private static func peak(_ before: Float, _ middle: Float, _ after: Float) -> Float {
        let curve = before - 2 * middle + after
        guard curve < 0 else { return 0 }
        return max(-0.5, min(0.5, 0.5 * (before - after) / curve))
    }

    /// The smaller eigenvalue of the gradients' structure in a 5 × 5 window (Shi and Tomasi 1994).
    private static func cornerStrength(of image: GrayPicture) -> [Float] {
        let (width, height) = (image.width, image.height)
        var xx = [Float](repeating: 0, count: width * height)
        var yy = xx
        var xy = xx
        image.samples.withUnsafeBufferPointer { source in
            for y in 1..<(height - 1) {
                for x in 1..<(width - 1) {
                    let index = y * width + x
                    let dx = Float(Int(source[index + 1]) - Int(source[index - 1])) * 0.5
                    let dy = Float(Int(source[index + width]) - Int(source[index - width])) * 0.5
                    xx[index] = dx * dx
                    yy[index] = dy * dy
                    xy[index] = dx * dy
                }
            }
        }
        boxSum(&xx, width, height)
        boxSum(&yy, width, height)
        boxSum(&xy, width, height)
        var strength = [Float](repeating: 0, count: width * height)
        for index in strength.indices {
            let half = (xx[index] + yy[index]) * 0.5
            let difference = (xx[index] - yy[index]) * 0.5
            strength[index] = half - (difference * difference + xy[index] * xy[index]).squareRoot()
        }
        return strength
    }

    /// Sums over 5 × 5 windows in place; the margin keeps what it has.
    private static func boxSum(_ values: inout [Float], _ width: Int, _ height: Int) {
        var rows = values
        values.withUnsafeMutableBufferPointer { target in
            rows.withUnsafeMutableBufferPointer { middle in
                for y in 0..<height {
                    for x in 2..<(width - 2) {
                        let index = y * width + x
                        middle[index] =
                            target[index - 2] + target[index - 1] + target[index] + target[index + 1]
                            + target[index + 2]
                    }
                }
                for y in 2..<(height - 2) {
                    for x in 0..<width {
                        let index = y * width + x
                        target[index] =
                            middle[index - 2 * width] + middle[index - width] + middle[index]
                            + middle[index + width] + middle[index + 2 * width]
                    }
                }
            }
        }
    }

    /// The direction from the corner to its neighbourhood's centre of brightness.
    private static func orientation(of image: GrayPicture, x: Int, y: Int) -> UInt8 {
        var (momentX, momentY) = (0, 0)
        for dy in -patchRadius...patchRadius {
            let row = (y + dy) * image.width + x
            let reach = Int(Float(patchRadius * patchRadius - dy * dy).squareRoot())
            for dx in -reach...reach {
                let value = Int(image.samples[row + dx])
                momentX += dx * value
                momentY += dy * value
            }
        }
        let turn = atan2(Float(momentY), Float(momentX)) / (2 * .pi)
        return UInt8(truncatingIfNeeded: Int((turn * 256).rounded()))
    }

    private static func description(of image: GrayPicture, x: Int, y: Int, angle: UInt8) -> SIMD4<UInt64> {
        let step = (Int(angle) * directions + 128) / 256 % directions
        var bits = SIMD4<UInt64>()
        let center = y * image.width + x
        for bit in 0..<256 {
            let pair = pattern[step * 256 + bit]
            let first = image.samples[center + Int(pair.y) * image.width + Int(pair.x)]
            let second = image.samples[center + Int(pair.w) * image.width + Int(pair.z)]
            if first < second { bits[bit >> 6] |= 1 << UInt64(bit & 63) }
        }
        return bits
    }

    private static let directions = 32

    /// 256 pairs of places in the patch, turned to each of 32 directions. Drawn once from a fixed sequence, denser in the
    /// middle; part of the stored format.
    private static let pattern: [SIMD4<Int8>] = {
        var state: UInt64 = 0x5EED_0F_5E1F
        func draw() -> Float {
            var sum: Float = 0
            for _ in 0..<4 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                sum += Float((state >> 33) & 0xFFFF) / 65_535 - 0.5
            }
            return sum * 11
        }
        func place() -> (Float, Float) {
            while true {
                let (x, y) = (draw(), draw())
                if x * x + y * y <= 13.5 * 13.5 { return (x, y) }
            }
        }
        let pairs = (0..<256).map { _ in (place(), place()) }
        return (0..<directions).flatMap { direction in
            let turn = Float(direction) * 2 * .pi / Float(directions)
            let (c, s) = (cos(turn), sin(turn))
            return pairs.map { first, second in
                SIMD4<Int8>(
                    Int8((c * first.0 - s * first.1).rounded()), Int8((s * first.0 + c * first.1).rounded()),
                    Int8((c * second.0 - s * second.1).rounded()),
                    Int8((s * second.0 + c * second.1).rounded()))
            }
        }
    }()
}
