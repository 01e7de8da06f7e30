public import Decoding
import Foundation

/// Unpacks in the process of the test.
public struct OpeningHere: ArchiveOpening {
    private let limits: ArchiveLimits

    public init(limits: ArchiveLimits = ArchiveLimits()) { self.limits = limits }

    public func openArchive(at path: String) throws(DecodingFailure) -> any OpenArchive {
        guard let file = FileManager.default.contents(atPath: path) else {
            throw DecodingFailure(.decoderUnavailable, .archive, detail: path)
        }
        let bytes = [UInt8](file)
        let entries = try bytes.withUnsafeBufferPointer { buffer throws(DecodingFailure) in
            try ArchiveReader(buffer, limits: limits).entries()
        }
        return ArchiveHere(file: bytes, limits: limits, entries: entries)
    }
}

private struct ArchiveHere: OpenArchive {
    let file: [UInt8]
    let limits: ArchiveLimits
    let entries: [ArchiveEntry]

    func bytes(of index: Int, atMost most: Int) throws(DecodingFailure) -> [UInt8] {
        var content = [UInt8](repeating: 0, count: most)
        let count = try reading { (reader) throws(DecodingFailure) in
            try content.withUnsafeMutableBufferPointer { memory throws(DecodingFailure) in
                try reader.unpack(index, into: UnsafeMutableRawBufferPointer(memory))
            }
        }
        return Array(content.prefix(count))
    }

    func text(of index: Int) throws(DecodingFailure) -> String {
        try reading { (reader) throws(DecodingFailure) in try reader.text(index) }
    }

    private func reading<Value>(
        _ body: (inout ArchiveReader) throws(DecodingFailure) -> Value
    ) throws(DecodingFailure) -> Value {
        try file.withUnsafeBufferPointer { buffer throws(DecodingFailure) in
            var reader = try ArchiveReader(buffer, limits: limits)
            return try body(&reader)
        }
    }
}
