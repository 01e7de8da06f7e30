/// What is wrong with the arguments, in Chinese; the parser's own English follows it.
enum UsageWords {
    private static let days: Set = ["--day", "--from", "--to", "--deadline", "<day>"]
    private static let instants: Set = ["--received", "--at"]

    /// - Parameter message: the parser's. One that is worded otherwise than today's gets the general sentence.
    static func complaint(_ message: String) -> String {
        guard let found = message.firstMatch(of: /The value '(.*)' is invalid for '([^ ']+)/) else {
            return "参数有误，请对照用法修改"
        }
        let (value, option) = (found.1.prefix(64), String(found.2))
        let form =
            days.contains(option)
            ? "，日期请写成 2026-11-20"
            : instants.contains(option) ? "，时间请写成 2026-11-20T09:16:00+08:00" : "，请对照用法修改"
        return "\(option) 的值“\(value)”不对\(form)"
    }
}
