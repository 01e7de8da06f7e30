import Media
import TestSupport
import Testing

@testable import Decoding

struct CaptureFactsTests {
    @Test(arguments: [false, true])
    func `make, place and time are read in both byte orders`(bigEndian: Bool) {
        let facts = CaptureFactsReader.read(ExifSketch(bigEndian: bigEndian).full())
        #expect(facts.orientation == 6)
        let capture = facts.facts
        #expect(capture.hasExif)
        #expect(capture.make == "HUAWEI")
        #expect(capture.bodySerialNumber == "A23B7781")
        #expect(capture.model == "Mate 60")
        #expect(capture.dateTimeOriginal == "2026-11-20T14:05:11")
        #expect(capture.offset == "+08:00")
        #expect(abs((capture.latitude ?? 0) - 30.2592) < 0.0001)
        #expect(abs((capture.longitude ?? 0) + 120.13) < 0.0001)
        #expect(capture.horizontalErrorMetres == 12.5)
        #expect(capture.gpsDateTime == "2026-11-20T06:05:11Z")
        #expect(capture.software == nil)
        #expect(capture.thumbnail == nil)
    }

    @Test func `a block of EXIF is found in a JPEG and turns it`() throws {
        let plain = [UInt8](try Fixture.data("media/plain.jpg"))
        let block = ExifSketch(bigEndian: true).full()
        let length = block.count + 2
        let segment = [0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 0xFF)] + block
        let (picture, facts) = try MediaDecoder().picture(plain.prefix(2) + segment + plain.dropFirst(2))
        #expect(facts.capture.make == "HUAWEI")
        #expect(facts.storedWidth == 240)
        #expect(picture.width == 160)
        #expect(picture.height == 240)
    }

    @Test(
        arguments: [
            ("2026:11:20 14:05:11", "2026-11-20T14:05:11"), ("0000:00:00 00:00:00", nil),
            ("    :  :     :  :  ", nil),
            ("2026:13:20 14:05:11", nil), ("2026:02:29 14:05:11", nil),
            ("2024:02:29 23:59:59", "2024-02-29T23:59:59"),
            ("2026:11:20", nil), ("", nil), ("2026-11-20 14:05:11", "2026-11-20T14:05:11"),
            ("2026:11:20 24:00:00", nil),
        ] as [(String, String?)])
    func `only a real moment is a capture time`(written: String, read: String?) {
        #expect(ExifNotation.localDateTime(written) == read)
    }

    @Test func `a place without its hemisphere or beyond the pole is none`() {
        let degrees = { (parts: [Double], mark: String?) in
            ExifNotation.degrees(parts, reference: mark, positive: "N", negative: "S", limit: 90)
        }
        #expect(degrees([30, 15, 33], "N") != nil)
        #expect(degrees([30, 15, 33], "S") ?? 0 < 0)
        #expect(degrees([30, 15, 33], nil) == nil)
        #expect(degrees([30, 15, 33], "X") == nil)
        #expect(degrees([90, 0, 1], "N") == nil)
        #expect(degrees([30, 60, 0], "N") == nil)
        #expect(degrees([], "N") == nil)
    }

    @Test func `any direction's letter is read where a position is no position`() {
        #expect(ExifNotation.anyDegrees([120, 9, 0], reference: "N") == 120.15)
        #expect(ExifNotation.anyDegrees([120, 9, 0], reference: "W") == -120.15)
        #expect(ExifNotation.anyDegrees([361], reference: "E") == nil)
        #expect(ExifNotation.anyDegrees([30], reference: "X") == nil)
        #expect(ExifNotation.anyDegrees([30], reference: nil) == nil)
    }

    @Test func `damaged EXIF is absent or plausible, never a crash`() {
        let block = ExifSketch(bigEndian: false).full()
        var generator = SeededGenerator(seed: 31)
        for length in block.indices { _ = CaptureFactsReader.read(Array(block.prefix(length))) }
        for _ in 0..<2_000 {
            var damaged = block
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                damaged[Int.random(in: 6..<damaged.count, using: &generator)] = UInt8.random(
                    in: 0...255, using: &generator)
            }
            let (facts, orientation) = CaptureFactsReader.read(damaged)
            #expect(1...8 ~= orientation)
            #expect(abs(facts.latitude ?? 0) <= 90)
            #expect(abs(facts.longitude ?? 0) <= 180)
        }
    }
}

extension CaptureFactsTests {
    /// Type of the entry with this tag in the first directory, as its own two bytes.
    private func retyped(_ tag: [UInt8], to type: UInt8) -> [UInt8] {
        var block = ExifSketch(bigEndian: true).full()
        if let place = block.indices.first(where: { block[$0...].starts(with: tag + [0, 4]) }) {
            block[place + 3] = type
        }
        return block
    }

    @Test func `a pointer written as text leads nowhere`() {
        let withoutExif = CaptureFactsReader.read(retyped([0x87, 0x69], to: 2)).facts
        #expect(withoutExif.dateTimeOriginal == nil)
        #expect(withoutExif.make == "HUAWEI")
        let withoutPlace = CaptureFactsReader.read(retyped([0x88, 0x25], to: 2)).facts
        #expect(withoutPlace.latitude == nil)
        #expect(withoutPlace.dateTimeOriginal != nil)
    }

    @Test func `a place in signed fractions is read`() {
        var block = ExifSketch(bigEndian: true).full()
        for tag: UInt8 in [0x02, 0x04] {
            let wanted: [UInt8] = [0, tag, 0, 5, 0, 0, 0, 3]
            if let place = block.indices.first(where: { block[$0...].starts(with: wanted) }) {
                block[place + 3] = 10
            }
        }
        let facts = CaptureFactsReader.read(block).facts
        #expect(abs((facts.latitude ?? 0) - 30.2592) < 0.0001)
    }

    @Test func `zeros as capture time are told from no capture time`() {
        let zero = Array("0000:00:00 00:00:00".utf8)
        let written = Array("2026:11:20 14:05:11".utf8)
        var block = ExifSketch(bigEndian: false).full()
        if let place = block.indices.first(where: { block[$0...].starts(with: written) }) {
            block.replaceSubrange(place..<(place + zero.count), with: zero)
        }
        let facts = CaptureFactsReader.read(block).facts
        #expect(facts.hasZeroTime)
        #expect(facts.dateTimeOriginal == nil)
        #expect(!CaptureFactsReader.read(ExifSketch(bigEndian: false).full()).facts.hasZeroTime)
    }
}
