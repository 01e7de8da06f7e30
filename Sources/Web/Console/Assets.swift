import API
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// The style sheet, the script and the icon, held in memory and addressed with their version.
struct Assets: Sendable {
    private struct Asset: Sendable {
        let bytes: [UInt8]
        let type: String
    }
    private let files: [String: Asset]
    /// Changes whenever a file changes, so that browsers may keep files for ever.
    let version: String

    private static let types = [
        "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml",
    ]

    init(folder: URL) throws {
        var files: [String: Asset] = [:]
        // FNV-1a: a fingerprint against stale caches, not against anybody.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        let urls = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        for url in urls.sorted(by: { $0.path < $1.path }) {
            guard let type = Self.types[url.pathExtension] else { continue }
            let bytes = Array(try Data(contentsOf: url))
            for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
            files[url.lastPathComponent] = Asset(bytes: bytes, type: type)
        }
        self.files = files
        version = String(hash, radix: 36)
    }

    func add(to book: RouteBook) {
        book.get("/assets/:name") { request, context in
            guard let asset = files[try context.path("name")] else { throw Problem.notFound() }
            let tag = "\"\(version)\""
            let headers: HTTPFields = [
                .contentType: asset.type, .cacheControl: "public, max-age=31536000, immutable", .eTag: tag,
            ]
            if request.headers[.ifNoneMatch] == tag {
                return Response(status: .notModified, headers: headers)
            }
            return Response(
                status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: asset.bytes)))
        }
    }
}
