/// Why the records could not answer.
public struct RecordError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// The database cannot be opened or read.
        case unavailable
        /// Another process holds the database for longer than we wait.
        case busy
        /// The disk is full.
        case full
        /// A rule of the schema says no: an unknown store, a value out of range.
        case constraint
        /// A text that cannot be kept whole: it holds the character NUL.
        case unstorableText
        /// The row is not in the state that the change needs; it was changed meanwhile.
        case conflict
        /// There is no such row.
        case notFound
        /// The item was erased on request: its tombstone is not changed.
        case erased
        /// The item's original was purged: its tombstone takes nothing more.
        case purged
        /// The store has sent as much for this day as one may.
        case storeDayFull
        /// A key that named one request now names another.
        case keyReused
        /// The job is another worker's by now.
        case leaseLost
        /// A row holds what no version of the program writes.
        case corruptRow
        /// The schema is newer than the program, or a migration failed.
        case migration
        /// A statement is wrong.
        case statement
    }

    /// What a caller can do about it.
    public enum Disposition: Sendable { case retry, refuse, bug }

    public var code: Code
    public var detail: String

    public init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    public var disposition: Disposition {
        switch code {
        case .unavailable, .busy, .full: .retry
        case .constraint, .unstorableText, .conflict, .notFound, .erased, .purged, .storeDayFull, .keyReused,
            .leaseLost:
            .refuse
        case .corruptRow, .migration, .statement: .bug
        }
    }

    public var description: String { "\(code.rawValue): \(detail)" }
}
