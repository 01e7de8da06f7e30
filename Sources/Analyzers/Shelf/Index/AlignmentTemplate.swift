/// What the alignment of a pack needs, worked out once: normalised luma, its gradients, the inverse Hessian
/// (inverse-compositional Lucas–Kanade, Baker and Matthews 2004).
struct AlignmentTemplate: Sendable {
    let width: Int
    let height: Int
    /// The pixels that count, with coordinates from the centre.
    let x: [Float]
    let y: [Float]
    /// Luma with mean 0 and norm √count.
    let value: [Float]
    let gradientX: [Float]
    let gradientY: [Float]
    /// 6 × 6, row by row; empty where the pack has too little structure.
    let inverseHessian: [Float]

    var centreX: Float { Float(width - 1) / 2 }
    var centreY: Float { Float(height - 1) / 2 }

    init(luma: [Float], weight: [Float], width: Int) {
        let height = luma.count / width
        let soft = Thumbnail.smoothed(luma, width: width)
        self.width = width
        self.height = height
        let centreX = Float(width - 1) / 2
        let centreY = Float(height - 1) / 2
        var (x, y, value, gradientX, gradientY) = ([Float](), [Float](), [Float](), [Float](), [Float]())
        for line in 1..<(height - 1) {
            for column in 1..<(width - 1) where weight[line * width + column] > 0 {
                let place = line * width + column
                x.append(Float(column) - centreX)
                y.append(Float(line) - centreY)
                value.append(soft[place])
                gradientX.append((soft[place + 1] - soft[place - 1]) / 2)
                gradientY.append((soft[place + width] - soft[place - width]) / 2)
            }
        }
        let count = Float(max(1, value.count))
        let mean = value.reduce(0, +) / count
        let variance = value.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        let scale = 1 / max(1, variance.squareRoot())
        self.value = value.map { ($0 - mean) * scale }
        self.gradientX = gradientX.map { $0 * scale }
        self.gradientY = gradientY.map { $0 * scale }
        self.x = x
        self.y = y
        var hessian = [Double](repeating: 0, count: 36)
        for index in 0..<value.count {
            let row = AlignmentTemplate.jacobian(
                self.gradientX[index], self.gradientY[index], x[index], y[index])
            for first in 0..<6 {
                for second in first..<6 { hessian[first * 6 + second] += Double(row[first] * row[second]) }
            }
        }
        for first in 0..<6 {
            for second in 0..<first { hessian[first * 6 + second] = hessian[second * 6 + first] }
        }
        inverseHessian = LinearSystem.inverse(hessian, size: 6)?.map { Float($0) } ?? []
    }

    @inline(__always)
    static func jacobian(_ gradientX: Float, _ gradientY: Float, _ x: Float, _ y: Float) -> [Float] {
        [gradientX * x, gradientX * y, gradientX, gradientY * x, gradientY * y, gradientY]
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
