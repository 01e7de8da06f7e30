import Foundation

/// What a database file holds beside its rows. `secure_delete` overwrites what is deleted, but where a page is filled anew
/// after its neighbour was split, a copy of a row that moved can stay in the gap between the page's pointers and its cells, and
/// outlasts the row. Source: "Database File Format", sections 1.5 and 1.6, sqlite.org/fileformat2.html.
struct UnusedSpace {
    /// Shorter runs of text are not words of a person.
    private static let shortestRun = 6

    /// Runs of bytes that are no control characters, with a zero between them. The two-byte pointers that a page no longer needs
    /// begin with a control character each.
    private let runs: Data

    /// Pages that are free, and the gaps of pages of rows.
    /// - Parameter file: a whole database file, its write-ahead log empty.
    init(file: Data) { self.init(file) { $0.unused } }

    /// Pages alone that are free.
    init(freePagesOf file: Data) { self.init(file) { $0.free } }

    private init(_ file: Data, _ places: (Pages) -> [Range<Int>]) {
        runs = file.withUnsafeBytes { bytes in
            guard let pages = Pages(bytes) else { return Data() }
            return Data(places(pages).flatMap { Self.text(in: bytes[$0]) }.joined(separator: [0]))
        }
    }

    /// Whether there is no text, whoever's.
    var isEmpty: Bool { runs.isEmpty }

    /// Whether any piece of some words stands there.
    func holds(_ words: Set<String>) -> Bool {
        guard !runs.isEmpty else { return false }
        return Set(words.flatMap(Self.pieces)).contains { runs.range(of: Data($0.utf8)) != nil }
    }

    /// Four letters each, so that what was half overwritten is found; shorter words whole, of one letter none.
    private static func pieces(of word: String) -> [Substring] {
        let letters = Array(word.indices)
        guard letters.count > 4 else { return letters.count > 1 ? [word[...]] : [] }
        return (0...(letters.count - 4)).map { first in
            let end = first + 4 < letters.count ? letters[first + 4] : word.endIndex
            return word[letters[first]..<end]
        }
    }

    private static func text(in bytes: Slice<UnsafeRawBufferPointer>) -> [[UInt8]] {
        bytes.split(omittingEmptySubsequences: true) { $0 < 0x20 || $0 == 0x7F }
            .filter { $0.count >= shortestRun }.map { Array($0) }
    }
}

/// The pages of a database file.
private struct Pages {
    private static let headerSize = 100

    let bytes: UnsafeRawBufferPointer
    let size: Int
    let count: Int

    /// nil where it is no database file.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= Self.headerSize, bytes.starts(with: "SQLite format 3\0".utf8) else { return nil }
        self.bytes = bytes
        let stated = Self.number(bytes, at: 16, of: 2)
        size = stated == 1 ? 65_536 : stated
        guard size >= 512, bytes.count >= size else { return nil }
        count = bytes.count / size
    }

    /// Where no row and no pointer stands.
    var unused: [Range<Int>] {
        let free = freePages
        return self.free + (1...count).filter { !free.contains($0) }.compactMap(gap)
    }

    var free: [Range<Int>] { freePages.sorted().map { ($0 - 1) * size..<$0 * size } }

    /// The pages of the free list: trunks, which name the others, and leaves.
    private var freePages: Set<Int> {
        var free: Set<Int> = []
        var trunk = Self.number(bytes, at: 32, of: 4)
        while (1...count).contains(trunk), free.insert(trunk).inserted {
            let start = (trunk - 1) * size
            let leaves = min(Self.number(bytes, at: start + 4, of: 4), size / 4 - 2)
            for place in 0..<max(0, leaves) {
                let leaf = Self.number(bytes, at: start + 8 + 4 * place, of: 4)
                if (1...count).contains(leaf) { free.insert(leaf) }
            }
            trunk = Self.number(bytes, at: start, of: 4)
        }
        return free
    }

    /// Between the pointers and the cells of a page of a tree; nil for pages that continue a long row.
    private func gap(_ page: Int) -> Range<Int>? {
        let start = (page - 1) * size
        let header = start + (page == 1 ? Self.headerSize : 0)
        let headerSize: Int
        switch bytes[header] {
        case 2, 5: headerSize = 12
        case 10, 13: headerSize = 8
        default: return nil
        }
        let pointers = header + headerSize + 2 * Self.number(bytes, at: header + 3, of: 2)
        let stated = Self.number(bytes, at: header + 5, of: 2)
        let cells = start + (stated == 0 ? 65_536 : stated)
        return pointers < cells && cells <= start + size ? pointers..<cells : nil
    }

    private static func number(_ bytes: UnsafeRawBufferPointer, at place: Int, of length: Int) -> Int {
        (place..<place + length).reduce(0) { $0 << 8 | Int(bytes[$1]) }
    }
}
