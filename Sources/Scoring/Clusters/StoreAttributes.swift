public import Evidence

/// What stores are compared by: one row a store, columns of numbers or of words.
public struct StoreAttributes: Sendable, Equatable {
    public enum Value: Sendable, Equatable {
        case number(Double)
        case word(String)
        case missing
    }

    public var stores: [StoreID]
    public var columns: [String]
    /// By store, then column.
    public var values: [[Value]]

    public init(stores: [StoreID], columns: [String], values: [[Value]]) {
        self.stores = stores
        self.columns = columns
        self.values = values
    }

    /// A column is numeric where every value that is there reads as a number.
    /// - Parameter texts: by store, then column; empty = missing.
    public init(stores: [StoreID], columns: [String], texts: [[String]]) {
        let numeric = columns.indices.map { column in
            let there = texts.map { $0.indices.contains(column) ? $0[column] : "" }.filter { !$0.isEmpty }
            return !there.isEmpty && there.allSatisfy { Double($0).map(\.isFinite) ?? false }
        }
        self.init(
            stores: stores, columns: columns,
            values: texts.map { row in
                columns.indices.map { column in
                    let text = row.indices.contains(column) ? row[column] : ""
                    if text.isEmpty { return .missing }
                    if numeric[column], let number = Double(text) { return .number(number) }
                    return .word(text)
                }
            })
    }

    /// Gower's distances (1971), 0…1: the mean over the columns that both stores have, of the difference by the column's
    /// range for numbers and of "another word" for words. Two stores without a common column are as far as can be.
    func distances() -> DistanceTable {
        let ranges = columns.indices.map { column -> Double in
            let numbers = values.compactMap { row -> Double? in
                if case .number(let number) = row[column] { number } else { nil }
            }
            return (numbers.max() ?? 0) - (numbers.min() ?? 0)
        }
        var table = DistanceTable(count: stores.count)
        for first in stores.indices {
            for second in 0..<first {
                table[first, second] = distance(values[first], values[second], ranges)
            }
        }
        return table
    }

    private func distance(_ first: [Value], _ second: [Value], _ ranges: [Double]) -> Double {
        var sum = 0.0
        var compared = 0.0
        for column in columns.indices {
            switch (first[column], second[column]) {
            case (.number(let one), .number(let other)):
                compared += 1
                if ranges[column] > 0 { sum += abs(one - other) / ranges[column] }
            case (.word(let one), .word(let other)):
                compared += 1
                if one != other { sum += 1 }
            default: continue
            }
        }
        return compared > 0 ? sum / compared : 1
    }
}

/// Distances of pairs, each kept twice in one flat array.
struct DistanceTable: Sendable, Equatable {
    let count: Int
    private var cells: [Double]

    init(count: Int) {
        self.count = count
        cells = Array(repeating: 0, count: count * count)
    }

    subscript(first: Int, second: Int) -> Double {
        get { cells[first * count + second] }
        set {
            cells[first * count + second] = newValue
            cells[second * count + first] = newValue
        }
    }
}
