import Media

/// Moves a pack's pose until its luma agrees with the photo, gain and offset apart.
struct PoseAlignment {
    private let pyramid: PhotoPyramid

    init(_ pyramid: PhotoPyramid) { self.pyramid = pyramid }

    /// - Returns: the pose with the highest correlation met, and that correlation, −1…1.
    func refined(
        _ pose: Affine, packWidth: Int, template: AlignmentTemplate, rounds: Int
    ) -> (pose: Affine, correlation: Float) {
        guard template.inverseHessian.count == 36, template.points.count > 40 else { return (pose, 0) }
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

    /// One pass over the pixels: what luma's mean and spread do to the sums is put right afterwards.
    private func step(_ map: Affine, _ template: AlignmentTemplate, _ plane: Plane) -> (
        change: Affine?, correlation: Float
    ) {
        let seen = sums(map, template, plane)
        let count = Float(template.points.count)
        let mean = seen.plain.z / count
        let variance = max(0, seen.squares / count - mean * mean)
        let scale = 1 / max(0.5, variance.squareRoot())
        let across = (seen.across - template.descents.across * mean) * scale - template.lumaDescents.across
        let down = (seen.down - template.descents.down * mean) * scale - template.lumaDescents.down
        let correlation = (seen.plain.w - mean * template.descents.plain.w) * scale / count
        let sums = [across.x, across.y, across.z, down.x, down.y, down.z]
        var change = [Float](repeating: 0, count: 6)
        for row in 0..<6 {
            for column in 0..<6 { change[row] += template.inverseHessian[row * 6 + column] * sums[column] }
        }
        guard change.allSatisfy({ $0.isFinite }) else { return (nil, correlation) }
        return (
            Affine(
                a: 1 + change[0], b: change[1], c: change[3], d: 1 + change[4], x0: change[2], y0: change[5]),
            correlation
        )
    }

    /// Sums of what the photo shows under the template's pixels, less the middle of its range.
    private func sums(_ map: Affine, _ template: AlignmentTemplate, _ plane: Plane) -> AlignmentSums {
        var sums = AlignmentSums()
        let grid = map.grid
        template.points.withUnsafeBufferPointer { points in
            template.gradients.withUnsafeBufferPointer { gradients in
                plane.sample(
                    grid, at: points, within: SIMD2(template.centreX, template.centreY)
                ) { index, value in
                    sums.add(value - 128, at: points[index], gradients[index])
                }
            }
        }
        return sums
    }
}
