import Evidence
import Foundation

/// Numbers, days and amounts the way they are read in Chinese.
enum ChineseForm {
    private static let weekdays = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]
    private static let digits = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"]

    /// `2026年11月22日 周日`
    static func day(_ day: BusinessDay) -> String { "\(day.year)年\(shortDay(day))" }

    /// `11月22日 周日`
    static func shortDay(_ day: BusinessDay) -> String {
        "\(day.month)月\(day.day)日 \(weekdays[day.weekday - 1])"
    }

    /// Store-local `14:05`.
    static func time(_ instant: Date, in zone: TimeZone) -> String {
        let seconds = Int(
            (instant.timeIntervalSince1970 + Double(zone.secondsFromGMT(for: instant))).rounded(.down))
        let sinceMidnight = (seconds % 86_400 + 86_400) % 86_400
        return LocalTime(minutes: sinceMidnight / 60).description
    }

    /// Store-local `2026年11月22日`, where the year is not this one as a rule.
    static func date(_ instant: Date, in zone: TimeZone) -> String {
        let day = BusinessDay(containing: instant, timeZone: zone, cutOff: LocalTime(minutes: 0))
        return "\(day.year)年\(day.month)月\(day.day)日"
    }

    /// Store-local `11月22日 14:05`.
    static func instant(_ instant: Date, in zone: TimeZone) -> String {
        let day = BusinessDay(containing: instant, timeZone: zone, cutOff: LocalTime(minutes: 0))
        return "\(day.month)月\(day.day)日 \(time(instant, in: zone))"
    }

    /// One decimal, without a trailing zero: `86.4`, `90`.
    static func number(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "—" }
        let tenths = Int((value * 10).rounded())
        let whole = abs(tenths) / 10
        let rest = abs(tenths) % 10
        return (tenths < 0 ? "−" : "") + (rest == 0 ? "\(whole)" : "\(whole).\(rest)")
    }

    /// `+4`, `−2.5`, `持平`
    static func change(_ difference: Double) -> String {
        let text = number(difference)
        if text == "0" { return "持平" }
        return difference > 0 ? "+" + text : text
    }

    /// `¥28.30`
    static func money(_ amount: Money) -> String {
        amount.fen < 0 ? "−¥\(Money(fen: -amount.fen))" : "¥\(amount)"
    }

    /// `1:05`
    static func clock(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e7 else { return "—" }
        let whole = Int(seconds)
        return "\(whole / 60):\(whole % 60 < 10 ? "0" : "")\(whole % 60)"
    }

    /// `42 秒`, `1 分 5 秒`
    static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e7 else { return "—" }
        let whole = Int(seconds.rounded())
        return whole < 60 ? "\(whole) 秒" : "\(whole / 60) 分 \(whole % 60) 秒"
    }

    /// `820 KB`, `3.1 MB`
    static func bytes(_ count: Int) -> String {
        count < 1_048_576
            ? "\(max(1, (count + 1_023) / 1_024)) KB" : "\(number(Double(count) / 1_048_576)) MB"
    }

    /// `320 米`, `3.1 公里`
    static func distance(_ metres: Double) -> String {
        metres < 1_000 ? "\(number(metres.rounded())) 米" : "\(number(metres / 1_000)) 公里"
    }

    /// A shelf's level, counted from 0 at the top: `第二层`.
    static func level(_ row: Int) -> String {
        row >= 0 && row < 10 ? "第\(digits[row + 1])层" : "第 \(row &+ 1) 层"
    }

    /// `87%`
    static func percent(_ share: Double) -> String { "\(number((share * 100).rounded()))%" }
}
