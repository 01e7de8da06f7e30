import Evidence

/// Who ordered, as far as the picture says: never reported, only hashed.
struct CustomerFact: Hashable {
    var name: String?
    /// Digits and stars, `138****1234`.
    var phone: String?

    /// What tells customers apart: the visible digits of the phone, else the name.
    var key: String? {
        let digits = phone.map { String($0.prefix(3)) + "…" + String($0.suffix(4)) }
        let person = name.map { Folding.key($0) }.flatMap { $0.isEmpty ? nil : $0 }
        guard digits != nil || person != nil else { return nil }
        return (digits ?? "") + "/" + (person ?? "")
    }
}

/// Finds phone numbers in print: eleven characters, the middle of them perhaps starred out.
enum PhoneGrammar {
    /// The place of a mainland mobile number (1 3…9, eleven characters, spaces and hyphens between), from `start` on.
    static func find(_ glyphs: some Collection<Character>) -> Range<Int>? {
        let characters = Array(glyphs)
        for start in characters.indices where characters[start] == "1" {
            if start > 0, characters[start - 1].isASCIIDigit || characters[start - 1] == "." { continue }
            if let end = end(characters, from: start) { return start..<end }
        }
        return nil
    }

    private static func end(_ characters: [Character], from start: Int) -> Int? {
        var count = 0
        var digits = 0
        var position = start
        while position < characters.count, count < 11 {
            let character = characters[position]
            if character.isASCIIDigit || character == "*" || character == "X" || character == "x" {
                if count == 1, !("3"..."9").contains(character) { return nil }
                if character.isASCIIDigit { digits += 1 }
                count += 1
            } else if !(character == " " || character == "-") || count == 0 {
                return nil
            }
            position += 1
        }
        guard count == 11, digits >= 6 else { return nil }
        // A longer number is an order's, not a phone's.
        if position < characters.count, characters[position].isASCIIDigit || characters[position].isLetter,
            characters[position].isASCII
        {
            return nil
        }
        return position
    }
}

/// Hides what says who a person is.
enum Privacy {
    /// Phone numbers keep three digits in front and four behind.
    static func masked(_ text: String) -> String {
        var characters = Array(text)
        var from = 0
        while from < characters.count, let found = PhoneGrammar.find(characters[from...].map(Folding.fold)) {
            let places = (found.lowerBound + from..<found.upperBound + from).filter {
                characters[$0].isWholeNumber || "*xX".contains(characters[$0])
            }
            for place in places.dropFirst(3).dropLast(4) { characters[place] = "*" }
            from += found.upperBound
        }
        return String(characters)
    }
}
