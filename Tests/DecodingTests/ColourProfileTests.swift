import Foundation
import Media
import TestSupport
import Testing

@testable import Decoding

/// Pictures with ICC profiles, against the reference of `fixtures/profiles/manifest.json`.
struct ColourProfileTests {
    struct Case: Decodable, CustomStringConvertible {
        var file: String
        var profile: String?
        var effect: String
        var patches: [[Int]]
        var description: String { file }

        private struct Manifest: Decodable { var files: [Case] }

        static let all: [Case] = {
            do {
                let data = try Fixture.data("profiles/manifest.json")
                return try JSONDecoder().decode(Manifest.self, from: data).files
            } catch {
                preconditionFailure("fixtures/profiles/manifest.json: \(error)")
            }
        }()
    }

    private static func bytes(_ file: String) throws -> [UInt8] {
        [UInt8](try Fixture.data("profiles/\(file)"))
    }

    private static func patches(of picture: Raster) -> [[Int]] {
        (0..<6).map { index in
            let colour = picture[index % 3 * 24 + 12, index / 3 * 24 + 12]
            return [Int(colour.red), Int(colour.green), Int(colour.blue)]
        }
    }

    @Test(arguments: Case.all) func `colours of a profile become sRGB's`(expected: Case) throws {
        let bytes = try Self.bytes(expected.file)
        let (picture, facts) = try MediaDecoder().picture(bytes)
        for (found, wanted) in zip(Self.patches(of: picture), expected.patches) {
            for (value, one) in zip(found, wanted) {
                #expect(abs(value - one) <= 3, "\(found), not \(wanted)")
            }
        }
        #expect(facts.colourProfile?.effect.rawValue == expected.effect)
        #expect(facts.colourProfile?.name == expected.profile)
        #expect(MediaDecoder().facts(of: bytes) == facts)
    }

    @Test(arguments: Case.all) func `a picture in the caller's memory has the same colours`(expected: Case)
        throws
    {
        let bytes = try Self.bytes(expected.file)
        let whole = try MediaDecoder().picture(bytes).0
        var laid = Raster(width: whole.width, height: whole.height, red: 1, green: 2, blue: 3)
        laid.withMutablePixels { room in
            do throws(DecodingFailure) {
                _ = try MediaDecoder().picture(bytes, into: room)
            } catch {
                Issue.record("\(error)")
            }
        }
        #expect(laid == whole)
    }

    @Test func `a picture without a profile says nothing of one`() throws {
        let bytes = [UInt8](try Fixture.data("media/plain.jpg"))
        #expect(try MediaDecoder().picture(bytes).1.colourProfile == nil)
    }

    @Test func `damaged profiles never cost a photo`() throws {
        var generator = SeededGenerator(seed: 20_261_126)
        for file in ["p3.jpg", "press.jpg", "grey.jpg", "p3.webp"] {
            let bytes = try Self.bytes(file)
            let description = try #require(bytes.firstRange(of: Array("acsp".utf8))?.lowerBound) - 36
            for _ in 0..<60 {
                var damaged = bytes
                for _ in 0..<4 {
                    damaged[description + Int.random(in: 0..<250, using: &generator)] ^=
                        1 << UInt8.random(in: 0..<8, using: &generator)
                }
                let found = Decoded.of(damaged, kind: "image")
                #expect(found == Decoded.of(damaged, kind: "image"))
                #expect(found.failure == nil)
            }
        }
    }

    @Test func `a profile whose parts do not come together is ignored`() throws {
        let segment: [UInt8] = [1, 2] + Array(repeating: 7, count: 20)
        var metadata = MetadataBlocks()
        var parts = ProfileParts()
        parts.add(segment[...], into: &metadata)
        #expect(metadata.profile == [])
        parts.add(([2, 2, 9] as [UInt8])[...], into: &metadata)
        #expect(metadata.profile == Array(repeating: 7, count: 20) + [9])
        for contradiction: [UInt8] in [[0, 2, 1], [3, 2, 1], [1, 2, 1], [1, 3, 1], [1, 0, 1]] {
            var others = parts
            others.add(contradiction[...], into: &metadata)
            #expect(metadata.profile == [])
            others.add(([3, 3, 1] as [UInt8])[...], into: &metadata)
            #expect(metadata.profile == [])
        }
        #expect(ColourConversion([], of: .colours).facts == ColourProfile(effect: .ignored))
    }

    @Test func `a PNG whose gamma the reader applies is not converted once more`() throws {
        var bytes = try Self.bytes("p3.png")
        // A gamma of 1 right behind the header; what checks it (CRC-32) was computed apart.
        bytes.insert(
            contentsOf: [0, 0, 0, 4] + Array("gAMA".utf8) + [0, 1, 0x86, 0xA0, 0x31, 0xE8, 0x96, 0x5F], at: 33
        )
        #expect(try MediaDecoder().picture(bytes).1.colourProfile?.effect == .ignored)
    }
}
