import Foundation
import Media

/// A body of `multipart/form-data` (RFC 7578).
struct MultipartForm {
    private static let boundary = "storeproof-4f1d6a27c08e93b5"
    private var parts = Data()

    var contentType: String { "multipart/form-data; boundary=\(Self.boundary)" }

    var body: Data { parts + Data("--\(Self.boundary)--\r\n".utf8) }

    mutating func add(_ name: String, _ value: String) {
        parts += Data(
            "--\(Self.boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
    }

    mutating func add(file: [UInt8], named fileName: String, type: String) {
        let disposition = "Content-Disposition: form-data; name=\"file\"; filename=\"\(fileName)\""
        parts += Data("--\(Self.boundary)\r\n\(disposition)\r\nContent-Type: \(type)\r\n\r\n".utf8)
        parts += file
        parts += Data("\r\n".utf8)
    }
}

/// Sound → a WAV file of 16 bits.
enum WaveFile {
    static func bytes(of recording: Waveform) -> [UInt8] {
        var bytes: [UInt8] = []
        let size = recording.samples.count * 2
        bytes.reserveCapacity(44 + size)
        func add(_ text: String) { bytes.append(contentsOf: text.utf8) }
        func add(_ value: Int, bytes count: Int) {
            for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
        }
        add("RIFF")
        add(36 + size, bytes: 4)
        add("WAVEfmt ")
        add(16, bytes: 4)
        add(1, bytes: 2)
        add(1, bytes: 2)
        add(recording.sampleRate, bytes: 4)
        add(recording.sampleRate * 2, bytes: 4)
        add(2, bytes: 2)
        add(16, bytes: 2)
        add("data")
        add(size, bytes: 4)
        for sample in recording.samples {
            add(Int((max(-1, min(1, sample)) * 32_767).rounded()), bytes: 2)
        }
        return bytes
    }
}
