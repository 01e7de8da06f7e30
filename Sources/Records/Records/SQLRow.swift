import Evidence
import FoundationEssentials

/// The columns of a result: shared by its rows.
public struct SQLColumns: Sendable {
    // As written and in lower case, because databases differ in how they give back unquoted names.
    private let positions: [String: Int]

    public init(_ names: [String]) {
        positions = Dictionary(
            names.enumerated().flatMap { [($1, $0), ($1.lowercased(), $0)] },
            uniquingKeysWith: { first, _ in first })
    }

    func position(of name: String) -> Int? { positions[name] ?? positions[name.lowercased()] }
}

/// One row of a result, read by column name.
public struct SQLRow: Sendable {
    private let columns: SQLColumns
    private let values: [SQLValue]

    public init(columns: SQLColumns, values: [SQLValue]) {
        self.columns = columns
        self.values = values
    }

    public func value(_ name: String) throws(RecordError) -> SQLValue {
        guard let position = columns.position(of: name), position < values.count else {
            throw RecordError(.statement, "the result has no column \(name)")
        }
        return values[position]
    }

    public func optionalText(_ name: String) throws(RecordError) -> String? {
        switch try value(name) {
        case .null: nil
        case .text(let text): text
        default: throw wrongType(name)
        }
    }

    public func optionalInteger(_ name: String) throws(RecordError) -> Int64? {
        switch try value(name) {
        case .null: nil
        case .integer(let number): number
        default: throw wrongType(name)
        }
    }

    public func optionalReal(_ name: String) throws(RecordError) -> Double? {
        switch try value(name) {
        case .null: nil
        case .real(let number): number
        case .integer(let number): Double(number)
        default: throw wrongType(name)
        }
    }

    public func blob(_ name: String) throws(RecordError) -> [UInt8] {
        guard case .blob(let bytes) = try value(name) else { throw wrongType(name) }
        return bytes
    }

    public func text(_ name: String) throws(RecordError) -> String {
        try there(optionalText(name), name)
    }

    public func integer(_ name: String) throws(RecordError) -> Int64 {
        try there(optionalInteger(name), name)
    }

    public func real(_ name: String) throws(RecordError) -> Double { try there(optionalReal(name), name) }

    private func there<Value>(_ value: Value?, _ name: String) throws(RecordError) -> Value {
        guard let value else { throw RecordError(.corruptRow, "column \(name) is empty") }
        return value
    }

    private func wrongType(_ name: String) -> RecordError {
        RecordError(.corruptRow, "column \(name) has another type")
    }
}

// MARK: Values of the domain

extension SQLRow {
    func instant(_ name: String) throws(RecordError) -> Date { Date(milliseconds: try integer(name)) }

    func boolean(_ name: String) throws(RecordError) -> Bool { try integer(name) != 0 }

    func optionalBoolean(_ name: String) throws(RecordError) -> Bool? {
        try optionalInteger(name).map { $0 != 0 }
    }

    func day(_ name: String) throws(RecordError) -> BusinessDay {
        let text = try text(name)
        guard let day = BusinessDay(text) else {
            throw RecordError(.corruptRow, "column \(name): \(text) is no day")
        }
        return day
    }

    /// A word of a closed list.
    func word<Word: RawRepresentable<String>>(
        _ name: String, as type: Word.Type
    ) throws(RecordError) -> Word {
        let text = try text(name)
        guard let word = Word(rawValue: text) else {
            throw RecordError(.corruptRow, "column \(name): \(text) is no \(type)")
        }
        return word
    }

    func optionalWord<Word: RawRepresentable<String>>(
        _ name: String, as type: Word.Type
    ) throws(RecordError) -> Word? {
        try optionalText(name) == nil ? nil : word(name, as: type)
    }

    /// A value that stands in one column as JSON; the database does not look into it.
    func json<Value: Decodable>(_ name: String, as type: Value.Type) throws(RecordError) -> Value {
        let text = try text(name)
        do { return try CanonicalJSON.decode(type, from: text) } catch {
            throw RecordError(.corruptRow, "column \(name) is no \(type): \(error)")
        }
    }
}

extension SQLValue {
    init(_ text: String?) { self = text.map { .text($0) } ?? .null }
    init(_ identifier: some StringIdentifier) { self = .text(identifier.rawValue) }
    init(_ number: Int?) { self = number.map { .integer(Int64($0)) } ?? .null }
    init(_ number: Double?) { self = number.map { .real($0) } ?? .null }
    init(_ truth: Bool?) { self = truth.map { .integer($0 ? 1 : 0) } ?? .null }
    init(_ instant: Date) { self = .integer(instant.milliseconds) }
    init(_ day: BusinessDay) { self = .text(day.description) }

    static func json(_ value: some Encodable) throws(RecordError) -> SQLValue {
        do { return .text(try CanonicalJSON.string(value)) } catch {
            throw RecordError(.constraint, "a value cannot be written as JSON: \(error)")
        }
    }
}

extension Date {
    /// Whole milliseconds since 1970, as instants are stored. Instants beyond any calendar are kept at its edge.
    var milliseconds: Int64 {
        let exact = (timeIntervalSince1970 * 1000).rounded()
        return exact.isNaN ? 0 : Int64(min(max(exact, -1e15), 1e15))
    }

    init(milliseconds: Int64) { self.init(timeIntervalSince1970: Double(milliseconds) / 1000) }
}
