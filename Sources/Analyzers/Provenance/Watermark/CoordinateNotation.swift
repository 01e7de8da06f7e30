import Evidence

/// A printed angle with the axis that the print gives it.
struct PrintedAngle: Hashable, Sendable {
    enum Axis: Sendable { case latitude, longitude }

    /// Degrees, south and west negative.
    var degrees: Double
    /// nil where only the order of two numbers tells.
    var axis: Axis?
    /// What the last printed digit is worth, degrees.
    var resolution: Double
}

/// Finds coordinates in a line of print: decimal degrees with letters (`120.123597°E,30.275808°N`, `N 30.2°`), with
/// labels (`经度:120.12 纬度:30.27`, `北纬30.27度`), bare (`(30.27567, 120.12361)`), degrees and minutes
/// (`N30°16.5612′`), degrees, minutes and seconds (`30°16'32.9"N`, `东经120°07′24.90″`).
struct CoordinateNotation {
    let text: PrintedText
    private(set) var angles: [PrintedAngle] = []
    /// Where the line says which datum it is.
    private(set) var datum: ProvenanceFindings.Datum = .unknown

    private enum Piece {
        case number(value: Double, whole: String, decimals: Int)
        case degree, minute, second
        case axis(PrintedAngle.Axis, negative: Bool, isLetter: Bool)
        /// Joins two coordinates or a label and its number.
        case joint
        case other
    }

    init(_ text: PrintedText) {
        self.text = text
        datum = Self.datum(in: text.compact)
        var parser = AngleParser(pieces: pieces())
        angles = parser.angles()
    }

    static func datum(in compact: String) -> ProvenanceFindings.Datum {
        let upper = compact.uppercased()
        if upper.contains("BD-09") || upper.contains("BD09") || upper.contains("百度坐标") { return .bd09 }
        if upper.contains("GCJ") || upper.contains("火星坐标") || upper.contains("高德坐标") { return .gcj02 }
        if upper.contains("WGS") { return .wgs84 }
        return .unknown
    }

    // MARK: Pieces

    private func pieces() -> [Piece] {
        var pieces: [Piece] = []
        var index = 0
        while index < text.count {
            if let end = bothAxesLabel(at: index) {
                pieces.append(.other)
                index = end
            } else if let (piece, end) = number(at: index) ?? axisWord(at: index) {
                pieces.append(piece)
                index = end
            } else {
                switch text.characters[index] {
                case "°", "度": pieces.append(.degree)
                case "'", "分": pieces.append(text[index + 1] == "'" ? .second : .minute)
                case "\"", "秒": pieces.append(.second)
                case " ": break
                case ",", ":", ";", "/", "(", ")", ".": pieces.append(.joint)
                default: pieces.append(.other)
                }
                index += text.has("''", at: index) ? 2 : 1
            }
        }
        return pieces
    }

    /// 经纬度, with blanks between, is a label for both numbers and gives no axis.
    private func bothAxesLabel(at start: Int) -> Int? {
        guard "经纬".contains(text.characters[start]) else { return nil }
        let second = text.skippingBlanks(from: start + 1)
        guard let next = text[second], "经纬".contains(next), next != text.characters[start] else { return nil }
        let third = text.skippingBlanks(from: second + 1)
        return text[third] == "度" ? third + 1 : second + 1
    }

    private func number(at start: Int) -> (Piece, Int)? {
        let isNegative =
            text.characters[start] == "-" && (start == 0 || !text.characters[start - 1].isASCIIDigit)
        let first = isNegative ? start + 1 : start
        var whole = ""
        var index = first
        while let character = text[index], character.isASCIIDigit {
            whole.append(character)
            index += 1
        }
        guard !whole.isEmpty, whole.count <= 9, let integer = Double(whole) else { return nil }
        var value = integer
        var decimals = 0
        if text[index] == ".", text[index + 1]?.isASCIIDigit ?? false {
            var scale = 0.1
            index += 1
            while let digit = text[index]?.digitValue, decimals < 12 {
                value += Double(digit) * scale
                scale /= 10
                decimals += 1
                index += 1
            }
            // The decimal text itself gives the nearest double; the running sum may be an ulp away.
            value = Double(String(text.characters[first..<index])) ?? value
        }
        return (.number(value: isNegative ? -value : value, whole: whole, decimals: decimals), index)
    }

    private static let words: [(String, PrintedAngle.Axis, Bool)] = [
        ("北纬", .latitude, false), ("南纬", .latitude, true), ("东经", .longitude, false),
        ("西经", .longitude, true), ("纬度", .latitude, false), ("经度", .longitude, false),
        ("latitude", .latitude, false), ("longitude", .longitude, false), ("lat", .latitude, false),
        ("lng", .longitude, false), ("lon", .longitude, false), ("纬", .latitude, false),
        ("经", .longitude, false),
    ]
    private static let letters: [Character: (PrintedAngle.Axis, Bool)] = [
        "N": (.latitude, false), "S": (.latitude, true), "E": (.longitude, false), "W": (.longitude, true),
        "n": (.latitude, false), "e": (.longitude, false),
    ]

    private func axisWord(at start: Int) -> (Piece, Int)? {
        for (word, axis, negative) in Self.words where text.has(word, at: start) {
            return (.axis(axis, negative: negative, isLetter: false), start + word.count)
        }
        guard let (axis, negative) = Self.letters[text.characters[start]] else { return nil }
        let standsAlone =
            !(start > 0 && text.characters[start - 1].isLatinLetter)
            && !(text[start + 1]?.isLatinLetter ?? false)
        return standsAlone ? (.axis(axis, negative: negative, isLetter: true), start + 1) : nil
    }

    // MARK: Angles

    private struct AngleParser {
        let pieces: [Piece]
        var index = 0
        /// An axis word that stands before the number to come.
        var pending: (axis: PrintedAngle.Axis, negative: Bool)?

        init(pieces: [Piece]) { self.pieces = pieces }

        mutating func angles() -> [PrintedAngle] {
            var found: [PrintedAngle] = []
            while index < pieces.count {
                switch pieces[index] {
                case .axis(let axis, let negative, _):
                    pending = (axis, negative)
                    index += 1
                case .number:
                    if var angle = angle() {
                        if let pending {
                            angle.axis = pending.axis
                            if pending.negative { angle.degrees = -abs(angle.degrees) }
                            skipMatchingLetter(pending.axis)
                        } else if index < pieces.count,
                            case .axis(let axis, let negative, true) = pieces[index]
                        {
                            angle.axis = axis
                            if negative { angle.degrees = -abs(angle.degrees) }
                            index += 1
                        }
                        found.append(angle)
                    }
                    pending = nil
                case .joint: index += 1
                case .degree, .minute, .second:
                    index += 1
                case .other:
                    pending = nil
                    index += 1
                }
            }
            return found
        }

        /// `经度:120.12°E` says it twice.
        private mutating func skipMatchingLetter(_ axis: PrintedAngle.Axis) {
            guard index < pieces.count, case .axis(let letter, _, true) = pieces[index], letter == axis else {
                return
            }
            if index + 1 < pieces.count, case .number = pieces[index + 1] { return }
            index += 1
        }

        /// Whether a degree sign or an axis letter stands behind the number just passed.
        private var isMarked: Bool {
            guard index < pieces.count else { return false }
            switch pieces[index] {
            case .degree, .axis(_, _, true): return true
            default: return false
            }
        }

        /// Reads one angle from the number at `index` and moves past it; nil for a number that is no angle.
        private mutating func angle() -> PrintedAngle? {
            guard case .number(let first, let whole, let decimals) = pieces[index] else { return nil }
            index += 1
            if decimals >= 3 || decimals >= 1 && (pending != nil || isMarked) {
                if index < pieces.count, case .degree = pieces[index] { index += 1 }
                guard abs(first) <= 180 else { return nil }
                return PrintedAngle(degrees: first, axis: nil, resolution: Self.power(decimals))
            }
            guard decimals == 0, index < pieces.count else { return nil }
            if case .degree = pieces[index] {
                index += 1
                guard abs(first) <= 180, index < pieces.count,
                    case .number(let minutes, let digits, let places) = pieces[index]
                else { return nil }
                index += 1
                return sexagesimal(degrees: first, minutes: minutes, digits: digits, decimals: places)
            }
            // The degree sign was not read, or was read as a zero: 3017'01.2" and 30017'01.2" are 30°17'01.2".
            if case .minute = pieces[index], whole.count >= 4, whole.count <= 6,
                let minutes = Double(whole.suffix(2)), minutes < 60
            {
                var head = whole.dropLast(2)
                if head.count == 4 || head.count == 3 && head.first != "1" { head = head.dropLast() }
                guard let degrees = Double(head), degrees <= 180 else { return nil }
                return sexagesimal(
                    degrees: degrees, minutes: minutes, digits: String(whole.suffix(2)), decimals: 0)
            }
            return nil
        }

        private mutating func sexagesimal(
            degrees: Double, minutes: Double, digits: String, decimals: Int
        ) -> PrintedAngle? {
            if decimals > 0 || index >= pieces.count {
                // 30°1701.2": the sign of the minutes was not read.
                if digits.count == 4 || digits.count == 3 {
                    guard let whole = Double(digits.prefix(digits.count - 2)) else { return nil }
                    let seconds = minutes - whole * 100
                    skipMark()
                    return make(degrees, whole, seconds, resolution: Self.power(decimals) / 3600)
                }
                skipMark()
                return make(degrees, minutes, 0, resolution: Self.power(decimals) / 60)
            }
            guard case .minute = pieces[index] else {
                return make(degrees, minutes, 0, resolution: 1.0 / 60)
            }
            index += 1
            guard index < pieces.count, case .number(let seconds, _, let places) = pieces[index] else {
                return make(degrees, minutes, 0, resolution: 1.0 / 60)
            }
            if index + 1 < pieces.count, case .degree = pieces[index + 1] {
                return make(degrees, minutes, 0, resolution: 1.0 / 60)
            }
            index += 1
            skipMark()
            return make(degrees, minutes, seconds, resolution: Self.power(places) / 3600)
        }

        private mutating func skipMark() {
            while index < pieces.count {
                switch pieces[index] {
                case .minute, .second: index += 1
                default: return
                }
            }
        }

        private func make(_ degrees: Double, _ minutes: Double, _ seconds: Double, resolution: Double)
            -> PrintedAngle?
        {
            guard (0..<60).contains(minutes), (0..<60).contains(seconds) else { return nil }
            let size = abs(degrees) + minutes / 60 + seconds / 3600
            guard size <= 180 else { return nil }
            return PrintedAngle(degrees: degrees < 0 ? -size : size, axis: nil, resolution: resolution)
        }

        private static func power(_ decimals: Int) -> Double {
            (0..<decimals).reduce(1) { value, _ in value / 10 }
        }
    }
}

extension CoordinateNotation {
    /// A pair of printed angles as latitude and longitude.
    struct Pair: Hashable, Sendable {
        var point: GeoPoint
        var resolution: Double
        /// Whether letters or words give the axes; bare numbers go by their size.
        var isLabelled: Bool
    }

    /// The first two angles that make a pair, of one line or of two lines of the same block.
    static func pair(_ angles: [PrintedAngle]) -> Pair? {
        for (first, second) in zip(angles, angles.dropFirst()) {
            let resolution = max(first.resolution, second.resolution)
            // Shorter numbers without any label are prices and sizes as well.
            guard [first, second].allSatisfy({ $0.axis != nil || $0.resolution < 0.00051 }) else { continue }
            switch (first.axis, second.axis) {
            case (.latitude, .longitude), (.latitude, nil), (nil, .longitude):
                return Pair(
                    point: GeoPoint(latitude: first.degrees, longitude: second.degrees),
                    resolution: resolution, isLabelled: true)
            case (.longitude, .latitude), (.longitude, nil), (nil, .latitude):
                return Pair(
                    point: GeoPoint(latitude: second.degrees, longitude: first.degrees),
                    resolution: resolution, isLabelled: true)
            case (nil, nil):
                guard let point = ordered(first.degrees, second.degrees) else {
                    continue
                }
                return Pair(point: point, resolution: resolution, isLabelled: false)
            default: continue
            }
        }
        return nil
    }

    /// In China the larger number is always the longitude; elsewhere a number above 90 is, and else the latitude
    /// comes first, as ISO 6709 has it.
    private static func ordered(_ first: Double, _ second: Double) -> GeoPoint? {
        let straight = GeoPoint(latitude: first, longitude: second)
        if Datums.isShifted(straight) { return straight }
        if Datums.isShifted(straight.swapped) { return straight.swapped }
        if straight.isPossible { return straight }
        return straight.swapped.isPossible ? straight.swapped : nil
    }
}
