import Evidence

/// A calendar date as printed; watermarks may leave out the year.
struct PrintedDate: Hashable, Sendable {
    var year: Int?
    var month: Int
    var day: Int
}

/// A time of day as printed.
struct PrintedTime: Hashable, Sendable {
    var hour: Int
    var minute: Int
    var second: Int?
}

/// Finds dates, times and weekdays in a line of print, in the notations of field cameras: `2026-11-20`, `2026.11.20`,
/// `2026/11/20`, `26-11-20`, `2026年11月20日`, `11月20日`, `20 Nov 2026`; `19:23`, `19:23:05`, `19时23分`, `下午7:23`, `7:23 PM`;
/// `星期五`, `周五`, `Fri`.
struct DateTimeNotation {
    struct Found<Value> {
        var value: Value
        var range: Range<Int>
    }

    let text: PrintedText
    private(set) var dates: [Found<PrintedDate>] = []
    private(set) var times: [Found<PrintedTime>] = []
    private(set) var weekday: Int?

    init(_ text: PrintedText) {
        self.text = text
        findDates()
        findTimes()
        if Self.isRange(dates.map(\.range), in: text) { dates = [] }
        if Self.isRange(times.map(\.range), in: text) { times = [] }
        weekday = findWeekday()
    }

    // MARK: Dates

    private mutating func findDates() {
        var index = 0
        while index < text.count {
            let opens = index == 0 || !(text.characters[index - 1].isASCIIDigit)
            if opens,
                let found = fullDate(at: index) ?? shortYearDate(at: index)
                    ?? shortDate(at: index) ?? englishDate(at: index)
            {
                dates.append(found)
                index = found.range.upperBound
            } else {
                index += 1
            }
        }
    }

    private func fullDate(at start: Int) -> Found<PrintedDate>? {
        guard let year = text.digits(at: start, limit: 4), year.end == start + 4,
            (1990...2099).contains(year.value)
        else { return nil }
        if let compact = compactDate(year: year.value, at: year.end, from: start) { return compact }
        guard let monthStart = separator(at: year.end, "年"),
            let month = text.digits(at: monthStart, limit: 2),
            let dayStart = separator(at: month.end, "月"), let day = text.digits(at: dayStart, limit: 2),
            Self.isDate(year: year.value, month: month.value, day: day.value)
        else { return nil }
        var end = day.end
        let after = text.skippingBlanks(from: end)
        if text[after] == "日" || text[after] == "号" { end = after + 1 }
        return Found(
            value: PrintedDate(year: year.value, month: month.value, day: day.value), range: start..<end)
    }

    /// `20261120`, only with a time behind it: eight digits alone are as likely a serial number.
    private func compactDate(year: Int, at place: Int, from start: Int) -> Found<PrintedDate>? {
        guard let month = text.digits(at: place, limit: 2), month.end == place + 2,
            let day = text.digits(at: month.end, limit: 2), day.end == place + 4,
            !(text[day.end]?.isASCIIDigit ?? false),
            Self.isDate(year: year, month: month.value, day: day.value),
            time(at: text.skippingBlanks(from: day.end)) != nil
        else { return nil }
        return Found(
            value: PrintedDate(year: year, month: month.value, day: day.value), range: start..<day.end)
    }

    /// `26-11-20`, only with a time behind it: three pairs of digits stand on packs as well.
    private func shortYearDate(at start: Int) -> Found<PrintedDate>? {
        guard let year = text.digits(at: start, limit: 2), year.end == start + 2, year.value >= 20,
            start == 0 || !"-./:年".contains(text.characters[start - 1]),
            let sign = text[year.end], "-./".contains(sign),
            let month = text.digits(at: year.end + 1, limit: 2), month.end == year.end + 3,
            text[month.end] == sign,
            let day = text.digits(at: month.end + 1, limit: 2), day.end == month.end + 3,
            Self.isDate(year: 2000 + year.value, month: month.value, day: day.value),
            time(at: text.skippingBlanks(from: day.end)) != nil
        else { return nil }
        return Found(
            value: PrintedDate(year: 2000 + year.value, month: month.value, day: day.value),
            range: start..<day.end)
    }

    /// `11月20日`; with a dash or stroke only before a time, or `11-20` would be found in every article number.
    private func shortDate(at start: Int) -> Found<PrintedDate>? {
        guard let month = text.digits(at: start, limit: 2),
            start == 0 || !"-./:年".contains(text.characters[start - 1])
        else { return nil }
        let place = text.skippingBlanks(from: month.end)
        guard let sign = text[place] else { return nil }
        if sign == "月" {
            let dayStart = text.skippingBlanks(from: place + 1)
            guard let day = text.digits(at: dayStart, limit: 2),
                Self.isDate(year: 2024, month: month.value, day: day.value)
            else { return nil }
            let after = text.skippingBlanks(from: day.end)
            guard text[after] == "日" || text[after] == "号" else { return nil }
            return Found(
                value: PrintedDate(year: nil, month: month.value, day: day.value), range: start..<(after + 1))
        }
        guard sign == "-" || sign == "/", place == month.end, month.end == start + 2,
            let day = text.digits(at: place + 1, limit: 2), day.end == place + 3,
            Self.isDate(year: 2024, month: month.value, day: day.value),
            text[day.end] == " ", time(at: text.skippingBlanks(from: day.end)) != nil
        else { return nil }
        return Found(
            value: PrintedDate(year: nil, month: month.value, day: day.value), range: start..<day.end)
    }

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
        "november", "december",
    ]

    /// `20 Nov 2026`, `Nov 20, 2026`.
    private func englishDate(at start: Int) -> Found<PrintedDate>? {
        if let day = text.digits(at: start, limit: 2),
            let month = monthName(at: text.skippingBlanks(from: day.end)),
            let year = text.digits(at: afterComma(month.end), limit: 4), (1990...2099).contains(year.value),
            Self.isDate(year: year.value, month: month.value, day: day.value)
        {
            return Found(
                value: PrintedDate(year: year.value, month: month.value, day: day.value),
                range: start..<year.end)
        }
        if let month = monthName(at: start),
            let day = text.digits(at: text.skippingBlanks(from: month.end), limit: 2),
            let year = text.digits(at: afterComma(day.end), limit: 4), (1990...2099).contains(year.value),
            Self.isDate(year: year.value, month: month.value, day: day.value)
        {
            return Found(
                value: PrintedDate(year: year.value, month: month.value, day: day.value),
                range: start..<year.end)
        }
        return nil
    }

    private func monthName(at start: Int) -> (value: Int, end: Int)? {
        for (index, name) in Self.months.enumerated() {
            if text.has(name, at: start) { return (index + 1, start + name.count) }
            if text.has(String(name.prefix(3)), at: start) {
                let end = start + 3
                if !(text[end]?.isLatinLetter ?? false) {
                    return (index + 1, text[end] == "." ? end + 1 : end)
                }
            }
        }
        return nil
    }

    private func afterComma(_ start: Int) -> Int {
        var index = text.skippingBlanks(from: start)
        if text[index] == "," { index = text.skippingBlanks(from: index + 1) }
        return index
    }

    /// Past a separator of date parts; readers mix up the signs, so any of them will do.
    private func separator(at start: Int, _ han: Character) -> Int? {
        let index = text.skippingBlanks(from: start)
        guard let sign = text[index] else { return nil }
        if sign == han || "-./".contains(sign) { return text.skippingBlanks(from: index + 1) }
        return index > start && sign.isASCIIDigit ? index : nil
    }

    static func isDate(year: Int, month: Int, day: Int) -> Bool {
        BusinessDay(year: year, month: month, day: day) != nil
    }

    // MARK: Times

    private mutating func findTimes() {
        var index = 0
        while index < text.count {
            if let date = dates.first(where: { $0.range.contains(index) }) {
                index = date.range.upperBound
                continue
            }
            let startsDate = dates.contains { $0.range.upperBound == index }
            let before = index > 0 && !startsDate ? text.characters[index - 1] : " "
            // 时间:10:26 has a label before it, the colon of 9:16:09 a number.
            let isInside =
                before.isASCIIDigit || before == "." || before == ":" && isNumber(before: index - 1)
            if !isInside, let found = time(at: index) {
                times.append(found)
                index = found.range.upperBound
            } else {
                index += 1
            }
        }
    }

    private func isNumber(before place: Int) -> Bool {
        var index = place - 1
        while index >= 0, text.characters[index] == " " { index -= 1 }
        return index < 0 || text.characters[index].isASCIIDigit
    }

    private static let forenoon = ["上午", "凌晨", "早上", "清晨"]
    private static let afternoon = ["下午", "晚上", "傍晚", "中午"]

    private func time(at start: Int) -> Found<PrintedTime>? {
        guard let hour = text.digits(at: start, limit: 2), hour.value < 24 else { return nil }
        let sign = text.skippingBlanks(from: hour.end)
        let isHan = text[sign] == "时" || text[sign] == "点"
        guard text[sign] == ":" || text[sign] == ";" || isHan else { return nil }
        let minuteStart = text.skippingBlanks(from: sign + 1)
        guard let minute = text.digits(at: minuteStart, limit: 2), minute.value < 60,
            minute.end == minuteStart + 2 || isHan
        else { return nil }
        var end = minute.end
        if isHan {
            guard text[end] == "分" else { return nil }
            end += 1
        }
        var second: Int?
        let next = text.skippingBlanks(from: end)
        if text[next] == ":" || text[next] == ";" || isHan {
            let secondStart = isHan ? next : text.skippingBlanks(from: next + 1)
            if let value = text.digits(at: secondStart, limit: 2), value.end == secondStart + 2,
                value.value < 60
            {
                second = value.value
                end = value.end
                if isHan && text[end] == "秒" { end += 1 }
            }
        }
        if text[end]?.isASCIIDigit ?? false { return nil }
        // 9:16:9 is a ratio.
        if second == nil, text[end] == ":", text[end + 1]?.isASCIIDigit ?? false { return nil }
        guard let inDay = hourOfDay(hour.value, start: start, end: end) else { return nil }
        return Found(
            value: PrintedTime(hour: inDay, minute: minute.value, second: second), range: start..<end)
    }

    /// The hour on the 24-hour clock by the word before or behind it.
    private func hourOfDay(_ hour: Int, start: Int, end: Int) -> Int? {
        var before = start
        while before > 0, text.characters[before - 1] == " " { before -= 1 }
        let after = text.skippingBlanks(from: end)
        let isForenoon =
            Self.forenoon.contains { text.has($0, at: before - $0.count) } || text.has("AM", at: after)
            || text.has("AM", at: before - 2)
        let isAfternoon =
            Self.afternoon.contains { text.has($0, at: before - $0.count) } || text.has("PM", at: after)
            || text.has("PM", at: before - 2)
        if isForenoon { return hour == 12 ? 0 : hour }
        if isAfternoon {
            return hour < 11 || hour == 11 && !text.has("中午", at: before - 2) ? hour + 12 : hour
        }
        return hour
    }

    /// Two of a kind with a dash between them: a promotion's dates or opening hours, not a moment.
    private static func isRange(_ ranges: [Range<Int>], in text: PrintedText) -> Bool {
        guard ranges.count > 1 else { return false }
        for (first, second) in zip(ranges, ranges.dropFirst()) where first.upperBound < second.lowerBound {
            let between = text.characters[first.upperBound..<second.lowerBound].filter { $0 != " " }
            if between.count <= 2, between.contains(where: { "-~至到".contains($0) }) { return true }
        }
        return false
    }

    // MARK: Weekday

    private static let days: [Character: Int] = [
        "一": 1, "-": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "曰": 7, "天": 7,
    ]
    private static let englishDays = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]

    private func findWeekday() -> Int? {
        for index in 0..<text.count {
            for word in ["星期", "礼拜", "周", "週"] where text.has(word, at: index) {
                let place = text.skippingBlanks(from: index + word.count)
                guard let sign = text[place], let day = Self.days[sign] else { continue }
                // 一周 is a week, and 周日用品 a heading: the word stands alone or before a blank or sign.
                if word == "周" {
                    if index > 0, text.characters[index - 1].isHan, !"日号".contains(text.characters[index - 1])
                    {
                        continue
                    }
                    if text[place + 1]?.isHan ?? false, sign == "-" || sign == "日" || sign == "天" { continue }
                }
                return day
            }
            let opens = index == 0 || !text.characters[index - 1].isLatinLetter
            if opens, let day = englishWeekday(at: index) { return day }
        }
        return nil
    }

    private func englishWeekday(at start: Int) -> Int? {
        for (index, name) in Self.englishDays.enumerated() {
            for length in [name.count, 3] where text.has(String(name.prefix(length)), at: start) {
                if !(text[start + length]?.isLatinLetter ?? false) { return index + 1 }
            }
        }
        return nil
    }
}
