/// Writes a small EXIF block, for tests that damage it.
struct ExifSketch {
    let bigEndian: Bool

    private enum Value {
        case text(String)
        case short(Int)
        case long(Int)
        case rationals([(Int, Int)])
    }

    /// Orientation 6, a maker, 2026-11-20 14:05:11 +08:00, 30°15′33.12″ N 120°7′48″ W, 12.5 m.
    func full() -> [UInt8] {
        let first: [(Int, Value)] = [
            (0x010F, .text("HUAWEI  \0")), (0x0110, .text("Mate 60\0\0\0")), (0x0112, .short(6)),
            (0x8769, .long(0)), (0x8825, .long(0)),
        ]
        let exif: [(Int, Value)] = [
            (0x9003, .text("2026:11:20 14:05:11\0")), (0x9011, .text("+08:00\0")),
            (0xA431, .text("A23B7781\0")),
        ]
        let place: [(Int, Value)] = [
            (0x01, .text("N\0")), (0x02, .rationals([(30, 1), (15, 1), (3312, 100)])), (0x03, .text("W\0")),
            (0x04, .rationals([(120, 1), (7, 1), (48, 1)])), (0x07, .rationals([(6, 1), (5, 1), (11, 1)])),
            (0x1D, .text("2026:11:20\0")), (0x1F, .rationals([(25, 2)])),
        ]
        let start = 8
        let exifStart = start + directory(first, at: start).count
        let placeStart = exifStart + directory(exif, at: exifStart).count
        let pointed: [(Int, Value)] = first.map { tag, value in
            switch tag {
            case 0x8769: (tag, .long(exifStart))
            case 0x8825: (tag, .long(placeStart))
            default: (tag, value)
            }
        }
        let header = (bigEndian ? Array("MM".utf8) : Array("II".utf8)) + number(42, 2) + number(start, 4)
        return Array("Exif\0\0".utf8) + header + directory(pointed, at: start)
            + directory(exif, at: exifStart)
            + directory(place, at: placeStart)
    }

    private func directory(_ entries: [(Int, Value)], at start: Int) -> [UInt8] {
        var fields: [UInt8] = number(entries.count, 2)
        var bodies: [UInt8] = []
        let bodyStart = start + 2 + entries.count * 12 + 4
        for (tag, value) in entries {
            let (type, count, body) = encoded(value)
            fields += number(tag, 2) + number(type, 2) + number(count, 4)
            if body.count <= 4 {
                fields += body + [UInt8](repeating: 0, count: 4 - body.count)
            } else {
                fields += number(bodyStart + bodies.count, 4)
                bodies += body
                if bodies.count % 2 == 1 { bodies.append(0) }
            }
        }
        return fields + number(0, 4) + bodies
    }

    private func encoded(_ value: Value) -> (type: Int, count: Int, body: [UInt8]) {
        switch value {
        case .text(let text): (2, text.utf8.count, Array(text.utf8))
        case .short(let value): (3, 1, number(value, 2))
        case .long(let value): (4, 1, number(value, 4))
        case .rationals(let list): (5, list.count, list.flatMap { number($0.0, 4) + number($0.1, 4) })
        }
    }

    private func number(_ value: Int, _ byteCount: Int) -> [UInt8] {
        let low = (0..<byteCount).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
        return bigEndian ? low.reversed() : low
    }
}
