/// Reads the header block of a form's part: `Content-Disposition` with its parameters, `Content-Type`.
enum PartHeaders {
    static func read(_ block: ArraySlice<UInt8>) throws(MultipartError) -> MultipartPart {
        var disposition: HeaderParameters?
        var contentType: String?
        for line in String(decoding: block, as: UTF8.self).split(whereSeparator: {
            $0 == "\r\n" || $0 == "\n"
        }) {
            guard let colon = line.firstIndex(of: ":") else {
                throw MultipartError(code: .malformed, detail: "a part's header line has no colon")
            }
            let value = line[line.index(after: colon)...]
            switch line[..<colon].lowercased() {
            case "content-disposition": disposition = HeaderParameters(value)
            case "content-type": contentType = String(value.drop { $0 == " " })
            default: break
            }
        }
        guard let disposition, disposition.value == "form-data" else {
            throw MultipartError(code: .malformed, detail: "a part has no Content-Disposition: form-data")
        }
        guard let name = disposition["name"], !name.isEmpty, name.utf8.count <= 64 else {
            throw MultipartError(code: .malformed, detail: "a part has no name of 1 to 64 bytes")
        }
        return MultipartPart(
            name: name, fileName: disposition.fileName.map { String($0.prefix(200)) },
            contentType: contentType
        )
    }
}

/// A header value with parameters: `form-data; name="file"; filename="a.jpg"`.
package struct HeaderParameters: Equatable {
    /// What stands before the first semicolon, in lower case.
    package let value: String
    private var parameters: [String: String] = [:]

    package init(_ text: some StringProtocol) {
        var pieces = Self.split(text)
        value = (pieces.isEmpty ? "" : pieces.removeFirst()).lowercased()
        for piece in pieces {
            guard let equals = piece.firstIndex(of: "=") else { continue }
            let key = piece[..<equals].lowercased()
            let given = Self.unquoted(String(piece[piece.index(after: equals)...]))
            if parameters[key] == nil { parameters[key] = given }
        }
    }

    package subscript(_ name: String) -> String? { parameters[name] }

    /// `filename*` (RFC 8187) before `filename`; browsers percent-encode quotes and line breaks in the latter.
    var fileName: String? {
        if let extended = parameters["filename*"] {
            let parts = extended.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
            if parts.count == 3, parts[0].lowercased() == "utf-8", let name = String(parts[2]).percentDecoded
            {
                return name
            }
        }
        return parameters["filename"].map { name in
            name.replacing("%22", with: "\"").replacing("%0D", with: "").replacing("%0A", with: "")
        }
    }

    /// Splits at semicolons outside quotes and trims blanks.
    private static func split(_ text: some StringProtocol) -> [String] {
        var pieces: [String] = []
        var piece = ""
        var quoted = false
        for character in text {
            if character == "\"" { quoted.toggle() }
            if character == ";", !quoted {
                pieces.append(piece)
                piece = ""
            } else {
                piece.append(character)
            }
        }
        pieces.append(piece)
        return pieces.map(\.trimmed)
    }

    private static func unquoted(_ text: String) -> String {
        guard text.count >= 2, text.first == "\"", text.last == "\"" else { return text }
        return String(text.dropFirst().dropLast())
    }
}
