/// How strongly the parts of a picture stand out in some respect, coarsely: for the eye, beside an observation.
public struct HeatMap: Codable, Sendable, Equatable {
    /// Side of a cell, pixels of the upright picture.
    public var cell: Int
    /// Row by row from the top left, one digit a cell: 0 nothing … 9 strongest.
    public var rows: [String]

    public init(cell: Int, rows: [String]) {
        self.cell = cell
        self.rows = rows
    }

    /// The digit of a cell as a share of the strongest, 0…1; 0 outside.
    public func level(column: Int, row: Int) -> Double {
        guard rows.indices.contains(row) else { return 0 }
        let digits = Array(rows[row].utf8)
        guard digits.indices.contains(column), (48...57).contains(digits[column]) else { return 0 }
        return Double(digits[column] - 48) / 9
    }
}
