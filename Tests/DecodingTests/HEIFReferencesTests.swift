import TestSupport
import Testing

@testable import Decoding

/// Images of a HEIF file that are made of each other.
struct HEIFReferencesTests {
    /// A file that holds nothing but references; `wide` ones have identifiers of four bytes.
    private static func file(
        _ references: [(type: String, from: Int, to: [Int])], wide: Bool = false
    ) -> [UInt8] {
        func number(_ value: Int, _ size: Int) -> [UInt8] {
            (0..<size).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
        }
        func box(_ name: String, _ content: [UInt8]) -> [UInt8] {
            number(8 + content.count, 4) + Array(name.utf8) + content
        }
        let size = wide ? 4 : 2
        let boxes = references.flatMap { reference in
            box(
                reference.type,
                number(reference.from, size) + number(reference.to.count, 2)
                    + reference.to.flatMap { number($0, size) })
        }
        return box("ftyp", Array("heic\0\0\0\0".utf8))
            + box("meta", [0, 0, 0, 0] + box("iref", [wide ? 1 : 0, 0, 0, 0] + boxes))
    }

    @Test(arguments: [false, true])
    func `tiles, alpha planes and crops of a grid are decoded before it`(wide: Bool) {
        let honest: [(type: String, from: Int, to: [Int])] = [
            ("dimg", 1, [2, 3, 2]), ("dimg", 4, [1]), ("auxl", 5, [4]), ("dimg", 5, [6]), ("thmb", 7, [7]),
            ("cdsc", 8, [4]),
        ]
        #expect(HEIFReferences(Self.file(honest, wide: wide)).isFinite)
        #expect(HEIFReferences(Self.file([])).isFinite)
    }

    @Test(arguments: [false, true])
    func `an image that is made of itself, near or far, is told`(wide: Bool) {
        for endless: [(type: String, from: Int, to: [Int])] in [
            [("dimg", 2, [2])], [("auxl", 2, [2])],
            [("dimg", 1, [2]), ("dimg", 2, [3, 4]), ("dimg", 4, [1])],
            // The alpha plane of a tile is the grid.
            [("dimg", 1, [2]), ("auxl", 1, [2])],
        ] {
            #expect(!HEIFReferences(Self.file(endless, wide: wide)).isFinite)
        }
    }

    @Test func `a long row of images that are made of each other is taken for endless`() {
        let row = (1...40).map { (type: "dimg", from: $0, to: [$0 + 1]) }
        #expect(HEIFReferences(Self.file(Array(row.prefix(8)))).isFinite)
        #expect(!HEIFReferences(Self.file(Array(row.prefix(9)))).isFinite)
        #expect(!HEIFReferences(Self.file(row)).isFinite)
    }

    @Test func `more references than any camera writes are taken for endless`() {
        func tiles(_ rows: Int) -> [(type: String, from: Int, to: [Int])] {
            (0..<rows).map { (type: "dimg", from: $0 + 1, to: Array(100..<1124)) }
        }
        #expect(HEIFReferences(Self.file(tiles(64))).isFinite)
        #expect(!HEIFReferences(Self.file(tiles(65))).isFinite)
    }

    @Test func `the library never sees a picture that is made of itself`() throws {
        var bytes = [UInt8](try Fixture.data("media/alpha.heic"))
        #expect(Decoded.of(bytes, kind: "image").failure == nil)
        let reference = try #require(bytes.firstRange(of: Array("auxl".utf8))?.upperBound)
        // Of the first: its own identifier in place of the picture's.
        bytes[reference + 4] = bytes[reference]
        bytes[reference + 5] = bytes[reference + 1]
        #expect(Decoded.of(bytes, kind: "image").failure?.code == .corrupt)
        #expect(MediaDecoder().facts(of: bytes) == nil)
    }

    @Test func `references that break off are read as far as they go`() {
        let file = Self.file([("dimg", 1, [2]), ("dimg", 2, [1])])
        for count in 0..<file.count { _ = HEIFReferences(Array(file.prefix(count))).isFinite }
        for place in file.indices {
            var damaged = file
            damaged[place] ^= 0xFF
            _ = HEIFReferences(damaged).isFinite
        }
    }
}
