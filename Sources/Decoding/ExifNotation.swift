/// EXIF's ways of writing, read strictly: nil where a value does not say what it should.
enum ExifNotation {
    static func trimmed(_ text: String) -> String? {
        let blank: (Character) -> Bool = { $0.isWhitespace || $0 == "\0" }
        guard let first = text.firstIndex(where: { !blank($0) }),
            let last = text.lastIndex(where: { !blank($0) })
        else { return nil }
        return String(text[first...last])
    }

    /// `2026:11:20 14:05:11` → `2026-11-20T14:05:11`
    static func localDateTime(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 19, bytes[10] == 0x20 || bytes[10] == 0x54,
            let day = date(text), bytes[13] == 0x3A, bytes[16] == 0x3A,
            let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]),
            let second = number(bytes[17..<19]), hour < 24, minute < 60, second < 60
        else { return nil }
        return "\(day)T\(padded(hour)):\(padded(minute)):\(padded(second))"
    }

    /// `0000:00:00 00:00:00`
    static func isZeroTime(_ text: String) -> Bool {
        let digits = text.utf8.filter { 0x30...0x39 ~= $0 }
        return digits.count >= 8 && digits.allSatisfy { $0 == 0x30 }
    }

    /// `2026:11:20` → `2026-11-20`; some writers use the hyphen themselves.
    static func date(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 10, bytes[4] == bytes[7], bytes[4] == 0x3A || bytes[4] == 0x2D,
            let year = number(bytes[0..<4]), let month = number(bytes[5..<7]),
            let day = number(bytes[8..<10]), year >= 1900, 1...12 ~= month
        else { return nil }
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
        guard 1...days ~= day else { return nil }
        return "\(year)-\(padded(month))-\(padded(day))"
    }

    /// `+08:00`
    static func offset(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        guard bytes.count == 6, bytes[0] == 0x2B || bytes[0] == 0x2D, bytes[3] == 0x3A,
            let hours = number(bytes[1..<3]), let minutes = number(bytes[4..<6]), hours <= 14, minutes < 60
        else { return nil }
        return text
    }

    /// As long as serial numbers are, and not one character alone: cameras write zeros where they have none.
    static func serialNumber(_ text: String) -> String? {
        4...64 ~= text.count && Set(text).count > 1 ? text : nil
    }

    static func degrees(
        _ parts: [Double], reference: String?, positive: Character, negative: Character, limit: Double
    ) -> Double? {
        guard let mark = reference?.first, mark == positive || mark == negative,
            let degrees = anyDegrees(parts, reference: reference), abs(degrees) <= limit
        else { return nil }
        return degrees
    }

    /// Degrees, minutes and seconds with the letter of any direction, 0…360; south and west negative.
    static func anyDegrees(_ parts: [Double], reference: String?) -> Double? {
        guard let mark = reference?.first, "NSEW".contains(mark), let whole = parts.first else { return nil }
        let minutes = parts.count > 1 ? parts[1] : 0
        let seconds = parts.count > 2 ? parts[2] : 0
        guard minutes < 60, seconds < 60 else { return nil }
        let degrees = whole + minutes / 60 + seconds / 3600
        guard degrees <= 360 else { return nil }
        return mark == "N" || mark == "E" ? degrees : -degrees
    }

    static func gpsDateTime(date text: String?, time: [Double]) -> String? {
        guard let text, let day = date(text), time.count == 3, time[0] < 24, time[1] < 60, time[2] < 60
        else { return nil }
        return "\(day)T\(padded(Int(time[0]))):\(padded(Int(time[1]))):\(padded(Int(time[2])))Z"
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for digit in digits {
            guard 0x30...0x39 ~= digit else { return nil }
            value = value * 10 + Int(digit - 0x30)
        }
        return value
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
