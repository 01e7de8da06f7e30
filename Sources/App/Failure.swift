/// How the program ends.
enum ExitStatus: Int32 {
    case findingSaysNo = 1
    case usage = 2
    case badInput = 3
    case environment = 4
}

/// Ends a command with a sentence and an exit code.
struct Failure: Error {
    var code: ExitStatus
    /// Empty when everything has been said already.
    var message: String

    static func badInput(_ message: String) -> Failure { Failure(code: .badInput, message: message) }
    static func environment(_ message: String) -> Failure { Failure(code: .environment, message: message) }
    static func usage(_ message: String) -> Failure { Failure(code: .usage, message: message) }
    /// Everything was printed; only the code is left to give.
    static func silent(_ code: ExitStatus) -> Failure { Failure(code: code, message: "") }
}
