/// Single values of an XMP packet (ISO 16684-1), found by their local names without an XML parser: as an attribute
/// (`xmp:CreatorTool="GIMP 2.10"`) or as an element (`<xmp:CreatorTool>GIMP 2.10</xmp:CreatorTool>`). Prefixes are
/// free in XML, so any will do. Nested values are not read.
struct XMPPacket {
    private let bytes: [UInt8]

    private static let sizeLimit = 1 << 20
    private static let valueLimit = 512

    init(_ bytes: [UInt8]) {
        self.bytes = Array(bytes.prefix(XMPPacket.sizeLimit))
    }

    /// - Parameter name: local name, after the prefix.
    /// - Returns: the first value that is not blank, entities resolved.
    func value(_ name: StaticString) -> String? {
        let length = name.utf8CodeUnitCount
        var place = 1
        while place + length < bytes.count {
            defer { place += 1 }
            guard bytes[place - 1] == UInt8(ascii: ":"), bytes.holds(name, at: place) else { continue }
            if let text = text(after: place + length) { return text }
        }
        return nil
    }

    private func text(after start: Int) -> String? {
        var place = skippingBlanks(from: start)
        guard place < bytes.count else { return nil }
        let end: UInt8
        if bytes[place] == UInt8(ascii: "=") {
            place = skippingBlanks(from: place + 1)
            guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") || bytes[place] == UInt8(ascii: "'")
            else { return nil }
            end = bytes[place]
        } else if bytes[place] == UInt8(ascii: ">"), start == place {
            end = UInt8(ascii: "<")
        } else {
            return nil
        }
        let value = bytes[(place + 1)...].prefix(XMPPacket.valueLimit).prefix { $0 != end }
        return ExifNotation.trimmed(XMPPacket.resolved(String(decoding: value, as: UTF8.self)))
    }

    private func skippingBlanks(from start: Int) -> Int {
        var place = start
        while place < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
        return place
    }

    private static func resolved(_ text: String) -> String {
        guard text.contains("&") else { return text }
        var rest = Substring(text)
        var out = ""
        let entities = [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'")]
        while let first = rest.first {
            if let (name, character) = entities.first(where: { rest.hasPrefix($0.0) }) {
                out += character
                rest = rest.dropFirst(name.count)
            } else {
                out.append(first)
                rest = rest.dropFirst()
            }
        }
        return out
    }
}
