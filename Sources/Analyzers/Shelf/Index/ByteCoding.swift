/// Little-endian numbers and blocks with a length before them.
struct ByteWriter {
    var bytes: [UInt8] = []

    mutating func put(_ value: UInt32) {
        for shift in [0, 8, 16, 24] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    mutating func put(_ block: [UInt8]) {
        put(UInt32(block.count))
        bytes += block
    }
}

/// Reads what ``ByteWriter`` wrote, and trusts nothing. The bytes stay where they are (a mapped file); they must
/// outlive the reader.
struct ByteReader {
    private let bytes: UnsafeRawBufferPointer
    private var place = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    mutating func raw(_ count: Int) throws(CatalogueIndexError) -> [UInt8] {
        guard count >= 0, count <= bytes.count - place else {
            throw CatalogueIndexError(.wrongLength, detail: "the bytes end at \(bytes.count)")
        }
        place += count
        return Array(UnsafeRawBufferPointer(rebasing: bytes[(place - count)..<place]))
    }

    mutating func number() throws(CatalogueIndexError) -> UInt32 {
        guard bytes.count - place >= 4 else {
            throw CatalogueIndexError(.wrongLength, detail: "the bytes end at \(bytes.count)")
        }
        var value: UInt32 = 0
        for index in (0..<4).reversed() { value = value << 8 | UInt32(bytes[place + index]) }
        place += 4
        return value
    }

    mutating func number(below limit: Int, of what: String) throws(CatalogueIndexError) -> Int {
        let value = Int(try number())
        guard value < limit else {
            throw CatalogueIndexError(.damaged, detail: "\(what) is \(value), not below \(limit)")
        }
        return value
    }

    mutating func count(limit: Int, of what: String) throws(CatalogueIndexError) -> Int {
        try number(below: limit + 1, of: "the number of \(what)")
    }

    mutating func block() throws(CatalogueIndexError) -> [UInt8] {
        try raw(Int(try number()))
    }

    mutating func floats(_ count: Int) throws(CatalogueIndexError) -> [Float] {
        guard count <= (bytes.count - place) / 4 else {
            throw CatalogueIndexError(.wrongLength, detail: "the bytes end at \(bytes.count)")
        }
        var values: [Float] = []
        values.reserveCapacity(count)
        for _ in 0..<count {
            let value = Float(bitPattern: try number())
            guard value.isFinite, abs(value) < 1e5 else {
                throw CatalogueIndexError(.damaged, detail: "a feature is not a number")
            }
            values.append(value)
        }
        return values
    }

    func finish() throws(CatalogueIndexError) {
        guard place == bytes.count else {
            throw CatalogueIndexError(.wrongLength, detail: "\(bytes.count - place) bytes follow the index")
        }
    }
}
