import AnalyzerKit
import Evidence
import Media
import TestSupport
import Testing

@testable import Provenance

struct HammingIndexTests {
    private func changed(_ hash: UInt64, bits: Int, _ random: inout SeededGenerator) -> UInt64 {
        (0..<64).shuffled(using: &random).prefix(bits).reduce(hash) { $0 ^ (1 << UInt64($1)) }
    }

    private func linear(_ hashes: [UInt64], _ radius: Int, _ hash: UInt64) -> [HammingIndex.Hit] {
        hashes.enumerated().compactMap { owner, known in
            let distance = (known ^ hash).nonzeroBitCount
            return distance <= radius ? HammingIndex.Hit(owner: Int32(owner), distance: distance) : nil
        }
    }

    @Test func `it finds what a look at every hash finds, each once`() {
        var random = SeededGenerator(seed: 31)
        var hashes = (0..<400).map { _ in random.next() }
        // Crowds of near ones, and the same one many times.
        for _ in 0..<400 {
            hashes.append(changed(hashes[Int.random(in: 0..<20, using: &random)], bits: 6, &random))
        }
        hashes += [hashes[0], hashes[0], 0, .max]
        var index = HammingIndex()
        for (owner, hash) in hashes.enumerated() { index.insert(hash, owner: Int32(owner)) }
        #expect(index.count == hashes.count)
        for radius in 0...HammingIndex.largestRadius {
            for number in 0..<40 {
                let query = changed(hashes[number], bits: number % 13, &random)
                let found = index.hits(within: radius, of: query).sorted { $0.owner < $1.owner }
                #expect(found == linear(hashes, radius, query), "radius \(radius), query \(number)")
            }
        }
    }

    @Test func `a wider radius than it can is taken as its widest, a negative one as none`() {
        var index = HammingIndex()
        index.insert(0, owner: 1)
        #expect(index.hits(within: 64, of: 0xFFF).isEmpty)
        #expect(index.hits(within: 64, of: 0x7FF).map(\.distance) == [11])
        #expect(index.hits(within: -1, of: 0).count == 1)
        #expect(HammingIndex().hits(within: 11, of: 0).isEmpty)
    }

    @Test func `among a million it finds the planted ones`() {
        var random = SeededGenerator(seed: 32)
        var index = HammingIndex()
        index.reserve(1_000_000)
        var planted: [UInt64] = []
        for owner in 0..<1_000_000 as Range<Int32> {
            let hash = random.next()
            if owner.isMultiple(of: 10_000) { planted.append(hash) }
            index.insert(hash, owner: owner)
        }
        for (number, hash) in planted.enumerated() {
            let hits = index.hits(within: 7, of: changed(hash, bits: 7, &random))
            #expect(hits.contains { $0.owner == Int32(number * 10_000) && $0.distance == 7 })
        }
    }
}

struct ReuseIndexTests {
    private let analyzer = ProvenanceAnalyzer(stores: Inputs.stores)
    private let shelves = (1...30).map { DrawnShelf(seed: $0).picture }

    private func index() -> any PictureIndexing {
        var index = analyzer.emptyIndex()
        for (number, shelf) in shelves.enumerated() {
            index.insert(analyzer.fingerprint(of: shelf), as: number)
        }
        return index
    }

    @Test func `the source of a copy is proposed first, also of a crop, a frame and a mirrored one`() {
        let index = index()
        for number in [0, 13, 29] {
            let shelf = shelves[number]
            let copies = [
                shelf, shelf.resized(width: 400, height: 300),
                shelf.cropped(x0: 66, y0: 50, x1: 733, y1: 550),
                Raster(width: 800, height: 900, red: 24, green: 24, blue: 24).pasting(shelf, x: 0, y: 120),
            ]
            for (kind, copy) in copies.enumerated() {
                #expect(
                    index.likely(analyzer.fingerprint(of: copy), kind: .shelfPhoto).first == number,
                    "shelf \(number), copy \(kind)")
            }
            let mirrored = analyzer.mirroredFingerprint(of: shelf.mirrored())
            #expect(index.likely(mirrored, kind: .shelfPhoto).first == number)
        }
    }

    @Test func `screenshots are proposed by the whole picture`() {
        let index = index()
        let print = analyzer.fingerprint(of: shelves[4])
        #expect(index.likely(print, kind: .orderScreenshot).first == 4)
    }

    @Test func `a fingerprint that cannot be read proposes nothing`() {
        var index = analyzer.emptyIndex()
        index.insert(PictureFingerprint(perceptualHash: 1, payload: [9]), as: 0)
        index.insert(PictureFingerprint(perceptualHash: 1, payload: []), as: -1)
        #expect(index.likely(PictureFingerprint(perceptualHash: 1, payload: [9]), kind: .shelfPhoto).isEmpty)
    }
}

extension Raster {
    func mirrored() -> Raster {
        var out = self
        for y in 0..<height {
            for x in 0..<width { out[x, y] = self[width - 1 - x, y] }
        }
        return out
    }
}
