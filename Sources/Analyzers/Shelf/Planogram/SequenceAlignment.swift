import Evidence

/// The longest common subsequence of two rows of products (Needleman and Wunsch 1970 without substitution: what
/// stands in the wrong place is judged afterwards).
enum SequenceAlignment {
    /// - Returns: pairs of indices, rising in both.
    static func pairs(_ planned: [SKU], _ observed: [SKU]) -> [(planned: Int, observed: Int)] {
        let (rows, columns) = (planned.count, observed.count)
        guard rows > 0, columns > 0 else { return [] }
        var best = [Int32](repeating: 0, count: (rows + 1) * (columns + 1))
        let stride = columns + 1
        for row in (0..<rows).reversed() {
            for column in (0..<columns).reversed() {
                let skip = max(best[(row + 1) * stride + column], best[row * stride + column + 1])
                let take =
                    planned[row] == observed[column] ? best[(row + 1) * stride + column + 1] + 1 : 0
                best[row * stride + column] = max(skip, take)
            }
        }
        var found: [(planned: Int, observed: Int)] = []
        var (row, column) = (0, 0)
        while row < rows, column < columns {
            let here = best[row * stride + column]
            if planned[row] == observed[column], best[(row + 1) * stride + column + 1] + 1 == here {
                found.append((row, column))
                row += 1
                column += 1
            } else if best[(row + 1) * stride + column] == here {
                row += 1
            } else {
                column += 1
            }
        }
        return found
    }

    /// Assigns observed to planned rows, both in order, so that most facings agree.
    /// - Returns: for each planned row the observed one, nil where the photo shows none.
    static func rows(_ planned: [[SKU]], _ observed: [[SKU]]) -> [Int?] {
        let (rows, columns) = (planned.count, observed.count)
        var gain = [Double](repeating: 0, count: rows * columns)
        for row in 0..<rows {
            for column in 0..<columns {
                let common = pairs(planned[row], observed[column]).count
                // A pair without a common facing may still be one board, if its neighbours say so.
                gain[row * columns + column] = Double(common) + 0.01
            }
        }
        let stride = columns + 1
        var best = [Double](repeating: 0, count: (rows + 1) * stride)
        for row in (0..<rows).reversed() {
            for column in (0..<columns).reversed() {
                best[row * stride + column] = max(
                    best[(row + 1) * stride + column], best[row * stride + column + 1],
                    best[(row + 1) * stride + column + 1] + gain[row * columns + column])
            }
        }
        var assigned = [Int?](repeating: nil, count: rows)
        var (row, column) = (0, 0)
        while row < rows, column < columns {
            let here = best[row * stride + column]
            let take = best[(row + 1) * stride + column + 1] + gain[row * columns + column]
            if abs(take - here) < 1e-9 {
                assigned[row] = column
                row += 1
                column += 1
            } else if abs(best[(row + 1) * stride + column] - here) < 1e-9 {
                row += 1
            } else {
                column += 1
            }
        }
        return assigned
    }
}
