/// Which images of a HEIF file are made of which (ISO/IEC 23008-12, 6.6; ISO/IEC 14496-12, 8.11.12): grids of their tiles,
/// pictures of their alpha planes. libheif 1.15 follows them without an end where an image is made of itself.
struct HEIFReferences {
    /// Each image with those that must be decoded before it.
    private var parts: [Int: [Int]] = [:]

    /// How often images may be made of images; a crop of a grid is so twice.
    private static let deepest = 8
    /// Pictures of a thousand tiles are large; each reference takes a hundred bytes here.
    private static let most = 1 << 16
    /// References that may still be read; negative where there were more.
    private var left = most

    init(_ bytes: [UInt8]) {
        Self.eachBox(in: bytes, bytes.indices) { name, body in
            guard bytes.holds("meta", at: name) else { return }
            Self.eachBox(in: bytes, body.dropFirst(4)) { name, body in
                guard bytes.holds("iref", at: name), let version = body.first.map({ bytes[$0] }) else {
                    return
                }
                let size = version == 0 ? 2 : 4
                Self.eachBox(in: bytes, body.dropFirst(4)) { name, body in
                    read(bytes, name, body, identifierSize: size)
                }
            }
        }
    }

    /// Whether every image can be decoded from its parts: none is, however far removed, a part of itself. More references
    /// than any camera writes are taken for endless.
    var isFinite: Bool {
        guard left >= 0 else { return false }
        // Images whose parts are all decoded are decoded next (Kahn, CACM 5 (11), 1962).
        var missing = parts.mapValues(\.count)
        var users: [Int: [Int]] = [:]
        for (image, own) in parts { for part in own { users[part, default: []].append(image) } }
        var ready = users.keys.filter { missing[$0] == nil }
        var decoded = 0
        for _ in 0..<Self.deepest {
            var next: [Int] = []
            for part in ready {
                for user in users[part] ?? [] {
                    guard let left = missing[user] else { continue }
                    missing[user] = left - 1
                    if left == 1 { next.append(user) }
                }
            }
            decoded += next.count
            ready = next
        }
        return decoded == parts.count
    }

    private mutating func read(_ bytes: [UInt8], _ name: Int, _ body: Range<Int>, identifierSize size: Int) {
        let isDerived = bytes.holds("dimg", at: name)
        guard isDerived || bytes.holds("auxl", at: name), body.count >= size + 2 else { return }
        func identifier(_ place: Int) -> Int {
            size == 2 ? bytes.bigEndian16(at: place) : bytes.bigEndian32(at: place)
        }
        let from = identifier(body.lowerBound)
        let count = bytes.bigEndian16(at: body.lowerBound + size)
        let list = body.dropFirst(size + 2)
        let held = min(count, list.count / size)
        left -= held
        guard left >= 0 else { return }
        for number in 0..<held {
            let to = identifier(list.lowerBound + number * size)
            // A derived image names its parts, an auxiliary one the image whose part it is.
            parts[isDerived ? from : to, default: []].append(isDerived ? to : from)
        }
    }

    /// Calls with the place of every box's name and with what is in the box, until one ends beyond `range`.
    private static func eachBox(
        in bytes: [UInt8], _ range: Range<Int>, _ body: (_ name: Int, _ content: Range<Int>) -> Void
    ) {
        var place = range.lowerBound
        while range.upperBound - place >= 8 {
            var (length, header) = (bytes.bigEndian32(at: place), 8)
            if length == 1 {
                guard range.upperBound - place >= 16, bytes.bigEndian32(at: place + 8) == 0 else { return }
                (length, header) = (bytes.bigEndian32(at: place + 12), 16)
            }
            if length == 0 { length = range.upperBound - place }
            guard length >= header, length <= range.upperBound - place else { return }
            body(place + 4, (place + header)..<(place + length))
            place += length
        }
    }
}
