import Media

/// What the alignment of a pack needs, worked out once: normalised luma, its gradients, the inverse Hessian
/// (inverse-compositional Lucas–Kanade, Baker and Matthews 2004).
struct AlignmentTemplate: Sendable {
    let width: Int
    let height: Int
    /// The pixels that count: place from the centre in x and y, 1, and luma with mean 0 and norm √count.
    let points: [SIMD4<Float>]
    /// Of that luma, in x and y.
    let gradients: [SIMD2<Float>]
    /// Sums over the pixels that do not change with the photo: of the steepest descents, and of these times luma.
    let descents: AlignmentSums
    let lumaDescents: AlignmentSums
    /// 6 × 6, row by row; empty where the pack has too little structure.
    let inverseHessian: [Float]

    var centreX: Float { Float(width - 1) / 2 }
    var centreY: Float { Float(height - 1) / 2 }

    init(luma: [Float], weight: [Float], width: Int) {
        let height = luma.count / width
        let soft = BinomialSmoothing.smoothed(luma.map { SIMD4($0, 0, 0, 0) }, width: width)
        self.width = width
        self.height = height
        let centre = SIMD2(Float(width - 1) / 2, Float(height - 1) / 2)
        var (points, gradients) = ([SIMD4<Float>](), [SIMD2<Float>]())
        for line in 1..<(height - 1) {
            for column in 1..<(width - 1) where weight[line * width + column] > 0 {
                let place = line * width + column
                points.append(
                    SIMD4(Float(column) - centre.x, Float(line) - centre.y, 1, soft[place].x))
                gradients.append(
                    SIMD2(
                        soft[place + 1].x - soft[place - 1].x, soft[place + width].x - soft[place - width].x)
                        / 2)
            }
        }
        let count = Float(max(1, points.count))
        let mean = points.reduce(0) { $0 + $1.w } / count
        let variance = points.reduce(0) { $0 + ($1.w - mean) * ($1.w - mean) } / count
        let scale = 1 / max(1, variance.squareRoot())
        for index in points.indices {
            points[index].w = (points[index].w - mean) * scale
            gradients[index] *= scale
        }
        self.points = points
        self.gradients = gradients
        var (descents, lumaDescents) = (AlignmentSums(), AlignmentSums())
        for (point, gradient) in zip(points, gradients) {
            descents.add(1, at: point, gradient)
            lumaDescents.add(point.w, at: point, gradient)
        }
        self.descents = descents
        self.lumaDescents = lumaDescents
        inverseHessian = AlignmentTemplate.inverseHessian(points, gradients)
    }

    private static func inverseHessian(_ points: [SIMD4<Float>], _ gradients: [SIMD2<Float>]) -> [Float] {
        var hessian = [Double](repeating: 0, count: 36)
        for (point, gradient) in zip(points, gradients) {
            let (across, down) = (point * gradient.x, point * gradient.y)
            let row = [across.x, across.y, across.z, down.x, down.y, down.z]
            for first in 0..<6 {
                for second in first..<6 { hessian[first * 6 + second] += Double(row[first] * row[second]) }
            }
        }
        for first in 0..<6 {
            for second in 0..<first { hessian[first * 6 + second] = hessian[second * 6 + first] }
        }
        return LinearSystem.inverse(hessian, size: 6)?.map { Float($0) } ?? []
    }
}

/// Sums of one value a pixel times the pixel's steepest descents: how luma there changes with each of the six numbers
/// of a pose.
struct AlignmentSums: Sendable {
    /// With x, y, 1 and luma of the point, for the gradient in x and in y; and without any gradient.
    var across = SIMD4<Float>.zero
    var down = SIMD4<Float>.zero
    var plain = SIMD4<Float>.zero
    var squares: Float = 0

    @inline(__always)
    mutating func add(_ value: Float, at point: SIMD4<Float>, _ gradient: SIMD2<Float>) {
        across += point * (gradient.x * value)
        down += point * (gradient.y * value)
        plain += point * value
        squares += value * value
    }
}

/// Small dense systems.
enum LinearSystem {
    /// Gauss–Jordan with row pivots; nil where the matrix is singular.
    static func inverse(_ matrix: [Double], size: Int) -> [Double]? {
        var left = matrix
        var right = [Double](repeating: 0, count: size * size)
        for index in 0..<size { right[index * size + index] = 1 }
        for column in 0..<size {
            var pivot = column
            for row in column..<size where abs(left[row * size + column]) > abs(left[pivot * size + column]) {
                pivot = row
            }
            let head = left[pivot * size + column]
            guard abs(head) > 1e-9 else { return nil }
            for index in 0..<size {
                left.swapAt(pivot * size + index, column * size + index)
                right.swapAt(pivot * size + index, column * size + index)
            }
            for index in 0..<size {
                left[column * size + index] /= head
                right[column * size + index] /= head
            }
            for row in 0..<size where row != column {
                let factor = left[row * size + column]
                guard factor != 0 else { continue }
                for index in 0..<size {
                    left[row * size + index] -= factor * left[column * size + index]
                    right[row * size + index] -= factor * right[column * size + index]
                }
            }
        }
        return right
    }
}
