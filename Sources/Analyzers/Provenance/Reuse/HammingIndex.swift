/// Finds 64-bit hashes within a few bits of one another among many, without looking at most of them.
///
/// Multi-index hashing (Norouzi, Punjani & Fleet 2012): a hash is cut into four words of 16 bits. Two hashes at most `r`
/// bits apart have a word at most `r / 4` bits apart, so only the buckets around the four words are read. 28 bytes an
/// entry and 1 MB for the buckets.
public struct HammingIndex: Sendable {
    /// An entry near the hash that was asked for.
    public struct Hit: Hashable, Sendable {
        public var owner: Int32
        public var distance: Int
    }

    /// Words of a query are varied by at most two bits.
    public static let largestRadius = 11

    private static let tables = 4
    private static let buckets = 1 << 16
    private static let end: Int32 = -1
    /// Every change of a word by at most 0, 1 and 2 bits: 1, 17 and 137 of them.
    private static let variations: [[UInt16]] = (0...2).map { bits in
        (0...UInt16.max).filter { $0.nonzeroBitCount <= bits }
    }

    private var hashes: [UInt64] = []
    private var owners: [Int32] = []
    /// The newest entry of each bucket of each table, and of each entry the next older one of its bucket in each table.
    private var newest = [Int32](repeating: end, count: tables * buckets)
    private var older: [SIMD4<Int32>] = []

    public init() {}

    public var count: Int { hashes.count }

    /// Adds a hash; the same one may be added many times, for any owners.
    public mutating func insert(_ hash: UInt64, owner: Int32) {
        let entry = Int32(hashes.count)
        var links = SIMD4<Int32>()
        for table in 0..<Self.tables {
            let bucket = Self.bucket(table, Self.word(table, of: hash))
            links[table] = newest[bucket]
            newest[bucket] = entry
        }
        hashes.append(hash)
        owners.append(owner)
        older.append(links)
    }

    public mutating func reserve(_ entries: Int) {
        hashes.reserveCapacity(entries)
        owners.reserveCapacity(entries)
        older.reserveCapacity(entries)
    }

    /// All entries at most `radius` bits away, each once, in an order that depends on what was inserted only.
    /// - Parameter radius: 0 to `largestRadius`; more is taken as that.
    public func hits(within radius: Int, of hash: UInt64) -> [Hit] {
        let radius = max(0, min(Self.largestRadius, radius))
        let wordRadius = radius / Self.tables
        let variations = Self.variations[wordRadius]
        var hits: [Hit] = []
        hashes.withUnsafeBufferPointer { hashes in
            older.withUnsafeBufferPointer { older in
                for table in 0..<Self.tables {
                    let word = Self.word(table, of: hash)
                    for variation in variations {
                        var entry = newest[Self.bucket(table, word ^ variation)]
                        while entry != Self.end {
                            let index = Int(entry)
                            let different = hashes[index] ^ hash
                            let distance = different.nonzeroBitCount
                            if distance <= radius, !Self.isFound(different, before: table, wordRadius) {
                                hits.append(Hit(owner: owners[index], distance: distance))
                            }
                            entry = older[index][table]
                        }
                    }
                }
            }
        }
        return hits
    }

    /// Whether the buckets of an earlier table held the entry already.
    private static func isFound(_ different: UInt64, before table: Int, _ wordRadius: Int) -> Bool {
        for earlier in 0..<table where word(earlier, of: different).nonzeroBitCount <= wordRadius {
            return true
        }
        return false
    }

    private static func word(_ table: Int, of hash: UInt64) -> UInt16 {
        UInt16(truncatingIfNeeded: hash >> UInt64(16 * table))
    }

    private static func bucket(_ table: Int, _ word: UInt16) -> Int { table * buckets + Int(word) }
}
