import Foundation

/// Why a conversion cannot be made.
struct ConversionError: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}

/// One array of the model, half precision, row by row.
struct Weights {
    var shape: [Int]
    var values: ArraySlice<UInt8>

    var count: Int { shape.reduce(1, *) }

    /// Rows of the first dimension.
    func rows(_ range: Range<Int>) -> Weights {
        let rowBytes = values.count / max(1, shape[0])
        let start = values.startIndex + range.lowerBound * rowBytes
        return Weights(
            shape: [range.count] + shape.dropFirst(), values: values[start..<start + range.count * rowBytes])
    }

    func reshaped(_ shape: [Int]) -> Weights { Weights(shape: shape, values: values) }

    func floats() -> [Float] {
        values.withUnsafeBytes { bytes in
            (0..<count).map {
                Float(Float16(bitPattern: bytes.loadUnaligned(fromByteOffset: 2 * $0, as: UInt16.self)))
            }
        }
    }
}

/// A Whisper model as CTranslate2 stores it: binary format 6, half precision.
struct CTranslate2Model {
    private var arrays: [String: Weights] = [:]

    /// Version, name, revision, then name, rank, dimensions, type, size and bytes of every array.
    init(_ bytes: [UInt8]) throws {
        var reader = ByteReader(bytes)
        let version = try reader.integer(4)
        let name = try reader.text()
        guard version == 6, name == "WhisperSpec" else {
            throw ConversionError("not a Whisper model of CTranslate2 format 6: \(name), format \(version)")
        }
        _ = try reader.integer(4)
        for _ in 0..<(try reader.integer(4)) {
            let name = try reader.text()
            let rank = try reader.integer(1)
            var shape: [Int] = []
            for _ in 0..<rank { shape.append(try reader.integer(4)) }
            let type = try reader.integer(1)
            let values = try reader.bytes(try reader.integer(4))
            // Other types hold numbers of heads and the like.
            guard type == 4 else { continue }
            let weights = Weights(shape: shape, values: values)
            guard weights.count * 2 == values.count else { throw ConversionError("\(name) has a wrong size") }
            arrays[name] = weights
        }
    }

    func array(_ name: String) throws -> Weights {
        guard let weights = arrays[name] else { throw ConversionError("the model has no \(name)") }
        return weights
    }

    /// Layers of `encoder` or `decoder`.
    func layers(_ side: String) -> Int {
        var count = 0
        while arrays["\(side)/layer_\(count)/ffn/linear_0/weight"] != nil { count += 1 }
        return count
    }
}

/// Little-endian numbers and texts, one after the other.
private struct ByteReader {
    private let all: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { all = bytes }

    mutating func bytes(_ count: Int) throws -> ArraySlice<UInt8> {
        guard count >= 0, all.count - place >= count else {
            throw ConversionError("the model file is cut off")
        }
        defer { place += count }
        return all[place..<place + count]
    }

    mutating func integer(_ size: Int) throws -> Int {
        try bytes(size).reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// Two bytes of length, then characters up to a zero.
    mutating func text() throws -> String {
        let count = try integer(2)
        return String(decoding: try bytes(count).prefix { $0 != 0 }, as: UTF8.self)
    }
}
