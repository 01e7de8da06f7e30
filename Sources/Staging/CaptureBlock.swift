public import Evidence

/// When and where a photo was taken, as a phone writes it into a JPEG (EXIF 2.32, TIFF 6.0).
public struct CaptureBlock: Sendable {
    /// At UTC+8.
    public var day: BusinessDay
    public var secondsAfterMidnight: Int
    /// WGS-84 degrees, both positive: north and east.
    public var latitude: Double
    public var longitude: Double
    public init(day: BusinessDay, secondsAfterMidnight: Int, latitude: Double, longitude: Double) {
        self.day = day
        self.secondsAfterMidnight = secondsAfterMidnight
        self.latitude = latitude
        self.longitude = longitude
    }

    /// The file with the block behind its first marker; bytes that are no JPEG come back as they are.
    public func added(to jpeg: [UInt8]) -> [UInt8] {
        guard jpeg.starts(with: [0xFF, 0xD8]) else { return jpeg }
        let body = Array("Exif".utf8) + [0, 0] + tiff
        let length = body.count + 2
        return [0xFF, 0xD8, 0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 0xFF)] + body + jpeg.dropFirst(2)
    }

    /// Where each directory lies: the table of entries first, the values that do not fit into them behind.
    private var tiff: [UInt8] {
        let moment = "\(dotted(day)) \(clock(secondsAfterMidnight))"
        let camera = Directory.length(entries: 5)
        let photo = 8 + camera + 32
        var main = Directory(at: 8)
        main.text(0x010F, "StoreProof")
        main.text(0x0110, "Simulator")
        main.short(0x0112, 1)
        var capture = Directory(at: photo)
        capture.text(0x9003, moment)
        capture.text(0x9011, "+08:00")
        let place = photo + Directory.length(entries: 2) + 32
        var position = Directory(at: place)
        position.text(0x0001, "N")
        position.degrees(0x0002, latitude)
        position.text(0x0003, "E")
        position.degrees(0x0004, longitude)
        main.long(0x8769, photo)
        main.long(0x8825, place)
        return [0x4D, 0x4D, 0, 42, 0, 0, 0, 8] + main.bytes(filledTo: photo - 8)
            + capture.bytes(filledTo: place - photo) + position.bytes(filledTo: 0)
    }

    private func dotted(_ day: BusinessDay) -> String {
        day.description.split(separator: "-").joined(separator: ":")
    }

    private func clock(_ seconds: Int) -> String {
        [seconds / 3600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
            .joined(separator: ":")
    }
}

/// An image file directory, big-endian.
private struct Directory {
    private let place: Int
    private var entries: [(tag: Int, type: Int, count: Int, value: [UInt8])] = []

    init(at place: Int) { self.place = place }

    static func length(entries: Int) -> Int { 2 + entries * 12 + 4 }

    mutating func text(_ tag: Int, _ text: String) {
        entries.append((tag, 2, text.utf8.count + 1, Array(text.utf8) + [0]))
    }

    mutating func short(_ tag: Int, _ value: Int) {
        entries.append((tag, 3, 1, Array(Self.four(value << 16))))
    }

    mutating func long(_ tag: Int, _ value: Int) { entries.append((tag, 4, 1, Self.four(value))) }

    /// Whole degrees and minutes, seconds to a ten-thousandth.
    mutating func degrees(_ tag: Int, _ value: Double) {
        let parts = Int((value * 36_000_000).rounded())
        let numbers = [
            parts / 36_000_000, 1, parts / 600_000 % 60, 1, parts % 600_000, 10_000,
        ]
        entries.append((tag, 5, 3, numbers.flatMap(Self.four)))
    }

    /// The entries, then the values of more than four bytes, then nothing up to the given length.
    func bytes(filledTo length: Int) -> [UInt8] {
        var table: [UInt8] = [UInt8(entries.count >> 8), UInt8(entries.count & 0xFF)]
        var values: [UInt8] = []
        let behind = place + Self.length(entries: entries.count)
        for entry in entries {
            table += Self.two(entry.tag) + Self.two(entry.type) + Self.four(entry.count)
            if entry.value.count <= 4 {
                table += entry.value + [UInt8](repeating: 0, count: 4 - entry.value.count)
            } else {
                table += Self.four(behind + values.count)
                // Values begin at even places.
                values += entry.value + (entry.value.count % 2 == 1 ? [0] : [])
            }
        }
        let made = table + [0, 0, 0, 0] + values
        return made + [UInt8](repeating: 0, count: max(0, length - made.count))
    }

    private static func two(_ value: Int) -> [UInt8] { [UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF)] }

    private static func four(_ value: Int) -> [UInt8] { two(value >> 16) + two(value) }
}
