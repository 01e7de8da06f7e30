/// The quantisation tables of a JPEG file, as its DQT segments hold them (ITU-T T.81 B.2.4.1).
struct JPEGSteps: Equatable {
    private var tables: [UInt8: [UInt16]] = [:]
    /// The table of the frame's first component, which is luma.
    var first: UInt8?

    /// Of luma, row by row of the block; nil where the file has none.
    var luminance: [UInt16]? { first.flatMap { tables[$0] } }

    /// Reads the tables of one segment; what is cut is left out.
    mutating func read(_ bytes: [UInt8], _ body: Range<Int>) {
        var place = body.lowerBound
        while place < body.upperBound {
            let isWide = bytes[place] >> 4 != 0
            let name = bytes[place] & 0x0F
            let size = isWide ? 128 : 64
            guard body.upperBound - place - 1 >= size else { return }
            var table = [UInt16](repeating: 0, count: 64)
            for index in 0..<64 {
                table[Self.zigzag[index]] =
                    isWide
                    ? UInt16(bytes.bigEndian16(at: place + 1 + 2 * index)) : UInt16(bytes[place + 1 + index])
            }
            tables[name] = table
            place += 1 + size
        }
    }

    /// Places of the block in the order of the file (T.81 figure A.6).
    private static let zigzag: [Int] = {
        var order: [Int] = []
        for diagonal in 0..<15 {
            let rows = max(0, diagonal - 7)...min(7, diagonal)
            // Odd diagonals run down, even ones up.
            let places = rows.map { $0 * 8 + diagonal - $0 }
            order += diagonal.isMultiple(of: 2) ? places.reversed() : places
        }
        return order
    }()
}
