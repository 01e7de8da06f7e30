/// Small systems of linear equations.
enum LinearEquations {
    /// Gaussian elimination with the largest pivot; nil where the equations do not determine a solution.
    ///
    /// - Parameter matrix: row by row, each row with its right-hand side behind it.
    static func solve(_ matrix: inout [Double], unknowns size: Int) -> [Double]? {
        let stride = size + 1
        for column in 0..<size {
            var pivot = column
            for row in column..<size
            where abs(matrix[row * stride + column]) > abs(matrix[pivot * stride + column]) { pivot = row }
            guard abs(matrix[pivot * stride + column]) > 1e-9 else { return nil }
            if pivot != column {
                for index in 0..<stride { matrix.swapAt(column * stride + index, pivot * stride + index) }
            }
            for row in 0..<size where row != column {
                let factor = matrix[row * stride + column] / matrix[column * stride + column]
                if factor == 0 { continue }
                for index in column..<stride {
                    matrix[row * stride + index] -= factor * matrix[column * stride + index]
                }
            }
        }
        return (0..<size).map { matrix[$0 * stride + size] / matrix[$0 * stride + $0] }
    }
}
