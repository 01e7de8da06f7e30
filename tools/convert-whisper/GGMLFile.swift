import Foundation

/// The file that whisper.cpp loads: magic, sizes, filters, vocabulary, then every tensor.
struct GGMLFile {
    private(set) var data = Data()

    mutating func add(_ numbers: [Int]) {
        for number in numbers {
            withUnsafeBytes(of: UInt32(truncatingIfNeeded: number).littleEndian) {
                data.append(contentsOf: $0)
            }
        }
    }

    mutating func add(_ values: [Float]) { values.withUnsafeBytes { data.append(contentsOf: $0) } }

    mutating func add(_ word: [UInt8]) {
        add([word.count])
        data.append(contentsOf: word)
    }

    enum Kind: Int {
        case single = 0
        case half = 1
        case eightBits = 8
    }

    /// Matrices go to eight bits, convolutions stay in half precision, everything small in single precision.
    mutating func add(_ name: String, _ weights: Weights) {
        let isSmall =
            weights.shape.count < 2 || name.hasSuffix("positional_embedding") || name.hasSuffix(".bias")
        let kind: Kind = isSmall ? .single : weights.shape.count == 2 ? .eightBits : .half
        add([weights.shape.count, name.utf8.count, kind.rawValue] + weights.shape.reversed())
        data.append(contentsOf: name.utf8)
        switch kind {
        case .single: add(weights.floats())
        case .half: data.append(contentsOf: weights.values)
        case .eightBits: data.append(contentsOf: GGMLFile.eightBits(weights.floats()))
        }
    }

    /// ggml's q8_0: blocks of 32 values, each a half-precision scale and 32 signed bytes.
    private static func eightBits(_ values: [Float]) -> [UInt8] {
        var coded: [UInt8] = []
        coded.reserveCapacity(values.count / 32 * 34)
        for start in stride(from: 0, to: values.count, by: 32) {
            let block = values[start..<min(start + 32, values.count)]
            let scale = (block.map(abs).max() ?? 0) / 127
            withUnsafeBytes(of: Float16(scale).bitPattern.littleEndian) { coded.append(contentsOf: $0) }
            for value in block {
                let code = scale > 0 ? (value / scale).rounded(.toNearestOrEven) : 0
                coded.append(UInt8(bitPattern: Int8(code)))
            }
        }
        return coded
    }
}

/// Triangular filters on Slaney's mel scale, of equal area, as Whisper was trained with.
enum MelFilters {
    static let bins = 201

    static func table(bands: Int) -> [Float] {
        let top = mel(8_000)
        let edges = (0..<bands + 2).map { hertz(top * Double($0) / Double(bands + 1)) }
        var table: [Float] = []
        for band in 0..<bands {
            let (low, middle, high) = (edges[band], edges[band + 1], edges[band + 2])
            for bin in 0..<bins {
                let frequency = Double(bin) * 16_000 / 400
                let height = min((frequency - low) / (middle - low), (high - frequency) / (high - middle))
                table.append(Float(max(0, height) * 2 / (high - low)))
            }
        }
        return table
    }

    private static func mel(_ hertz: Double) -> Double {
        hertz < 1000 ? hertz * 3 / 200 : 15 + log(hertz / 1000) / (log(6.4) / 27)
    }

    private static func hertz(_ mel: Double) -> Double {
        mel < 15 ? mel * 200 / 3 : 1000 * exp(log(6.4) / 27 * (mel - 15))
    }
}
