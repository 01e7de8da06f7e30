public import Foundation

/// What an ONNX file says about itself, read without a protobuf library: `metadata_props` is field 14 of ModelProto,
/// a StringStringEntryProto with key (1) and value (2) (onnx.proto, IR version 3 and later).
public enum ModelMetadata {
    public static func read(_ file: URL) throws(InferenceError) -> [String: String] {
        let data: Data
        do { data = try Data(contentsOf: file, options: .alwaysMapped) } catch {
            throw InferenceError(
                .modelMissing, detail: "\(file.lastPathComponent): \(error.localizedDescription)")
        }
        var reader = ProtobufReader(data)
        var properties: [String: String] = [:]
        while let field = reader.next() {
            guard field.number == 14, let body = field.body else { continue }
            var entry = ProtobufReader(data[body])
            var words: [Int: String] = [:]
            while let part = entry.next() {
                if let text = part.body { words[part.number] = String(decoding: data[text], as: UTF8.self) }
            }
            if let key = words[1] { properties[key] = words[2] ?? "" }
        }
        guard reader.isAtEnd else {
            throw InferenceError(.modelUnreadable, detail: "\(file.lastPathComponent) is no ONNX file")
        }
        return properties
    }
}

/// The fields of one protobuf message, top level only.
struct ProtobufReader {
    struct Field: Equatable {
        var number: Int
        /// Where a length-delimited field's bytes lie; nil for numbers.
        var body: Range<Int>?
    }

    private let bytes: Data
    private var place: Int

    init(_ bytes: Data) {
        self.bytes = bytes
        place = bytes.startIndex
    }

    var isAtEnd: Bool { place == bytes.endIndex }

    /// nil at the end, and where the bytes make no field.
    mutating func next() -> Field? {
        let start = place
        guard place < bytes.endIndex, let tag = variableLength(), let field = field(tag) else {
            if start != bytes.endIndex { place = start }
            return nil
        }
        return field
    }

    private mutating func field(_ tag: UInt64) -> Field? {
        let number = Int(truncatingIfNeeded: tag >> 3)
        switch tag & 7 {
        case 0: return variableLength().map { _ in Field(number: number) }
        case 1: return skip(8) ? Field(number: number) : nil
        case 5: return skip(4) ? Field(number: number) : nil
        case 2:
            guard let length = variableLength(), length <= UInt64(bytes.endIndex - place) else { return nil }
            let body = place..<(place + Int(length))
            place = body.upperBound
            return Field(number: number, body: body)
        default: return nil
        }
    }

    private mutating func skip(_ count: Int) -> Bool {
        guard bytes.endIndex - place >= count else { return false }
        place += count
        return true
    }

    private mutating func variableLength() -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard place < bytes.endIndex else { return nil }
            let byte = bytes[place]
            place += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        return nil
    }
}
