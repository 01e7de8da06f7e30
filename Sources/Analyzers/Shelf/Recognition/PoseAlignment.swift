import Media

/// Moves a pack's pose until its luma agrees with the photo, gain and offset apart.
struct PoseAlignment {
    private let pyramid: PhotoPyramid
    private var values: [Float] = []

    init(_ pyramid: PhotoPyramid) { self.pyramid = pyramid }

    /// - Returns: the pose with the highest correlation met, and that correlation, −1…1.
    mutating func refined(
        _ pose: Affine, packWidth: Int, template: AlignmentTemplate, rounds: Int
    ) -> (pose: Affine, correlation: Float) {
        guard template.inverseHessian.count == 36, template.value.count > 40 else { return (pose, 0) }
        let grid = PhotoPyramid.thumbnailToPack(
            packWidth: packWidth, width: template.width, height: template.height)
        var centred = grid
        centred.x0 += grid.a * template.centreX
        centred.y0 += grid.d * template.centreY
        let start = pose.after(centred)
        let level = pyramid.level(ratio: PhotoPyramid.scale(start), sharp: false)
        let plane = pyramid.lumas[level]
        var map = PhotoPyramid.toLevel(level).after(start)
        var best = (map: map, correlation: Float(-1))
        for round in 0...rounds {
            let step = step(map, template, plane)
            if step.correlation > best.correlation { best = (map, step.correlation) }
            guard round < rounds, let change = step.change, let undo = change.inverse() else { break }
            if step.correlation < best.correlation - 0.1 { break }
            map = map.after(undo)
            if PoseAlignment.reach(change, template) < 0.03 { break }
        }
        guard let fromLevel = PhotoPyramid.toLevel(level).inverse(), let toCentred = centred.inverse() else {
            return (pose, best.correlation)
        }
        return (fromLevel.after(best.map).after(toCentred), best.correlation)
    }

    /// The largest move of a corner, pixels of the thumbnail.
    private static func reach(_ change: Affine, _ template: AlignmentTemplate) -> Float {
        let (x, y) = (template.centreX, template.centreY)
        return max(
            abs(change.a - 1) * x + abs(change.b) * y + abs(change.x0),
            abs(change.c) * x + abs(change.d - 1) * y + abs(change.y0))
    }

    private mutating func step(_ map: Affine, _ template: AlignmentTemplate, _ plane: Plane) -> (
        change: Affine?, correlation: Float
    ) {
        let count = template.value.count
        if values.count < count { values = [Float](repeating: 0, count: count) }
        sample(map, template, plane)
        var sums = [Float](repeating: 0, count: 6)
        var correlation: Float = 0
        values.withUnsafeMutableBufferPointer { values in
            var mean: Float = 0
            for index in 0..<count { mean += values[index] }
            mean /= Float(count)
            var variance: Float = 0
            for index in 0..<count { variance += (values[index] - mean) * (values[index] - mean) }
            let scale = 1 / max(0.5, (variance / Float(count)).squareRoot())
            var (ax, ay, a0, bx, by, b0) = (Float(0), Float(0), Float(0), Float(0), Float(0), Float(0))
            for index in 0..<count {
                let value = (values[index] - mean) * scale
                correlation += value * template.value[index]
                let difference = value - template.value[index]
                let across = template.gradientX[index] * difference
                let down = template.gradientY[index] * difference
                ax += across * template.x[index]
                ay += across * template.y[index]
                a0 += across
                bx += down * template.x[index]
                by += down * template.y[index]
                b0 += down
            }
            sums = [ax, ay, a0, bx, by, b0]
        }
        var change = [Float](repeating: 0, count: 6)
        for row in 0..<6 {
            for column in 0..<6 { change[row] += template.inverseHessian[row * 6 + column] * sums[column] }
        }
        correlation /= Float(count)
        guard change.allSatisfy({ $0.isFinite }) else { return (nil, correlation) }
        return (
            Affine(
                a: 1 + change[0], b: change[1], c: change[3], d: 1 + change[4], x0: change[2], y0: change[5]),
            correlation
        )
    }

    private mutating func sample(_ map: Affine, _ template: AlignmentTemplate, _ plane: Plane) {
        let (right, bottom) = (Float(plane.width - 1), Float(plane.height - 1))
        plane.samples.withUnsafeBufferPointer { source in
            values.withUnsafeMutableBufferPointer { target in
                for index in 0..<template.value.count {
                    let point = map.applied(template.x[index], template.y[index])
                    let column = max(0, min(right, point.x))
                    let line = max(0, min(bottom, point.y))
                    let left = Int(column)
                    let top = Int(line)
                    let across = column - Float(left)
                    let down = line - Float(top)
                    let corner = top * plane.width + left
                    let stepX = left + 1 < plane.width ? 1 : 0
                    let stepY = top + 1 < plane.height ? plane.width : 0
                    let upper = source[corner] + (source[corner + stepX] - source[corner]) * across
                    let lower =
                        source[corner + stepY]
                        + (source[corner + stepY + stepX] - source[corner + stepY]) * across
                    target[index] = upper + (lower - upper) * down
                }
            }
        }
    }
}
