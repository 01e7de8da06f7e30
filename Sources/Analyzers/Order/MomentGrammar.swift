import Evidence

/// Reads dates with times in the forms that apps print; the space between them may be lost:
/// `2026-11-12 14:13:02`, `2026/11/12 14:13`, `2026年11月12日 14:13`, `11-12 14:13`, `11-1214:13`;
/// a date alone only where nothing but a date is written so: with its year, or as `11月12日`.
enum MomentGrammar {
    static func read(_ glyphs: [Glyph], at start: Int) -> (ReadMoment, Int)? {
        guard start == 0 || !glyphs[start - 1].isDigit else { return nil }
        var cursor = Cursor(glyphs: glyphs, position: start)
        var year: Int?
        let mark = cursor.position
        if let read = cursor.number(digits: 4...4), (2015...2099).contains(read), cursor.take("-/.年") {
            year = read
        } else {
            cursor.position = mark
        }
        guard let month = cursor.number(digits: 1...2), (1...12).contains(month), cursor.take("-/.月") else {
            return nil
        }
        // Two digits of the day first: in `11-1219:45` the space is lost.
        for dayDigits in [2, 1] {
            var attempt = cursor
            guard let day = attempt.number(digits: dayDigits...dayDigits), (1...31).contains(day) else {
                continue
            }
            let saysDay = attempt.take("日号")
            let dateEnd = attempt.position
            attempt.skip(" ,T")
            // 满99减10 -10.00 is no first of October.
            var clock = clock(&attempt, separators: year != nil || saysDay ? ":;时点." : ":;时点").map {
                (hour: Optional($0.hour), minute: Optional($0.minute), $0.second)
            }
            if clock == nil, year != nil || saysDay, isEnd(of: glyphs, at: dateEnd) {
                attempt.position = dateEnd
                clock = (nil, nil, nil)
            }
            guard let clock else { continue }
            guard BusinessDay(year: year ?? 2024, month: month, day: day) != nil else { continue }
            let moment = ReadMoment(
                year: year, month: month, day: day, hour: clock.hour, minute: clock.minute,
                second: clock.2,
                glyphs: glyphs[start..<attempt.position].filter(\.isDigit))
            return (moment, attempt.position)
        }
        return nil
    }

    /// Digits that follow belong to a number that is no date.
    private static func isEnd(of glyphs: [Glyph], at position: Int) -> Bool {
        position >= glyphs.count
            || !(glyphs[position].isDigit || "-/.:~".contains(glyphs[position].folded)
                || glyphs[position].isLatin)
    }

    private static func clock(
        _ cursor: inout Cursor, separators: String
    ) -> (hour: Int, minute: Int, second: Int?)? {
        guard let hour = cursor.number(digits: 1...2), (0...23).contains(hour), cursor.take(separators) else {
            return nil
        }
        guard let minute = cursor.number(digits: 2...2), (0...59).contains(minute) else { return nil }
        let end = cursor.position
        _ = cursor.take("分")
        if cursor.take(":;.") || cursor.position > end, let second = cursor.number(digits: 2...2),
            (0...59).contains(second)
        {
            _ = cursor.take("秒")
            return (hour, minute, second)
        }
        cursor.position = end
        _ = cursor.take("分")
        return (hour, minute, nil)
    }

    private struct Cursor {
        let glyphs: [Glyph]
        var position: Int

        mutating func number(digits: ClosedRange<Int>) -> Int? {
            var value = 0
            var count = 0
            while position < glyphs.count, count < digits.upperBound, glyphs[position].isDigit,
                let digit = glyphs[position].folded.wholeNumberValue
            {
                value = value * 10 + digit
                count += 1
                position += 1
            }
            return count >= digits.lowerBound ? value : nil
        }

        mutating func take(_ characters: String) -> Bool {
            skip(" ")
            guard position < glyphs.count, characters.contains(glyphs[position].folded) else { return false }
            position += 1
            skip(" ")
            return true
        }

        mutating func skip(_ characters: String) {
            while position < glyphs.count, characters.contains(glyphs[position].folded) { position += 1 }
        }
    }
}

extension ReadMoment {
    /// `2026-11-12T14:13`, with `:02` where seconds are printed, `2026-11-12` where no time is. Where no year is printed it is the one that puts the
    /// order on or before the day of arrival; nil where neither is known.
    func local(receivedOn day: BusinessDay?) -> String? {
        let year: Int
        if let printed = self.year {
            year = printed
        } else if let day {
            // A clock that runs ahead by a day must not move an order by a year.
            let sameYear = BusinessDay(year: day.year, month: month, day: self.day)
            year = (sameYear?.ordinal ?? Int.max) <= day.ordinal + 1 ? day.year : day.year - 1
        } else {
            return nil
        }
        guard BusinessDay(year: year, month: month, day: self.day) != nil else { return nil }
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let date = "\(year)-\(two(month))-\(two(self.day))"
        guard let hour, let minute else { return date }
        let seconds = second.map { ":" + two($0) } ?? ""
        return "\(date)T\(two(hour)):\(two(minute))\(seconds)"
    }
}
