import Evidence
import Foundation
import HTTPTypes
import Hummingbird
import Intake
import Multipart
import Originals

/// A stored file as it is sent.
struct StoredFile {
    let sha256: ContentHash
    let byteCount: Int
    /// The name's beginning for those who save it.
    let item: EvidenceItem
}

/// Sends stored bytes: whole or a range, so that sound can be sought; a tag names them by their hash.
struct StoredBytes {
    let store: any OriginalStore
    private let files = FileIO()

    init(_ store: any OriginalStore) { self.store = store }

    func respond(to request: Request, with file: StoredFile, context: WebContext) async throws -> Response {
        let tag = "\"\(file.sha256.rawValue)\""
        let type = ContentType(head: try head(of: file))
        var headers: HTTPFields = [
            .contentType: type.name, .acceptRanges: "bytes", .eTag: tag,
            // Of the whole file, also where a part of it is sent.
            .reprDigest: DigestFields.text(of: file.sha256),
            // A browser may be shared, and rights and bytes change: it asks each time, by the tag.
            .cacheControl: "private, no-cache",
            .contentDisposition: disposition(of: file, type: type),
            // Whatever the bytes are, a browser that opens them runs nothing of them.
            .contentSecurityPolicy:
                "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox",
        ]
        if request.headers[values: .ifNoneMatch].contains(where: { $0.contains(tag) || $0 == "*" }) {
            return Response(status: .notModified, headers: headers)
        }
        let path = store.url(of: file.sha256).path
        switch ByteRange.read(request.headers[.range], of: file.byteCount) {
        case .whole:
            let body = try await files.loadFile(path: path, context: context)
            return Response(status: .ok, headers: headers, body: body)
        case .part(let range):
            headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound)/\(file.byteCount)"
            let body = try await files.loadFile(path: path, range: range, context: context)
            return Response(status: .partialContent, headers: headers, body: body)
        case .unsatisfiable:
            return Response(
                status: .rangeNotSatisfiable, headers: [.contentRange: "bytes */\(file.byteCount)"])
        }
    }

    private func head(of file: StoredFile) throws -> [UInt8] {
        let handle = try FileHandle(forReadingFrom: store.url(of: file.sha256))
        return Array(try handle.read(upToCount: 64) ?? Data())
    }

    /// Media opens in the page; anything else is only ever saved. The name is ours: the sender's is never trusted.
    private func disposition(of file: StoredFile, type: ContentType) -> String {
        let name = file.item.savedName(file.sha256)
        return "\(type.isMedia ? "inline" : "attachment"); filename=\"\(name).\(type.fileExtension)\""
    }
}

extension EvidenceItem {
    /// Under which a browser saves bytes of the item: nothing that a path or a header could mind.
    func savedName(_ hash: ContentHash) -> String {
        "\(store)_\(day)_\(slot)_\(hash.short)".filter {
            $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_")
        }
    }
}

/// The part of a file that a `Range` header asks for (RFC 9110 § 14). Several ranges answer with the whole file.
enum ByteRange: Equatable {
    case whole
    case part(ClosedRange<Int>)
    case unsatisfiable

    static func read(_ header: String?, of size: Int) -> ByteRange {
        guard let header, header.hasPrefix("bytes="), size > 0 else { return .whole }
        let spec = header.dropFirst("bytes=".count)
        let ends = spec.split(separator: "-", omittingEmptySubsequences: false).map(\.trimmed)
        guard ends.count == 2, !spec.contains(",") else { return .whole }
        if ends[0].isEmpty {
            guard let last = Int(ends[1]), last >= 0 else { return .whole }
            return last == 0 ? .unsatisfiable : .part(max(0, size - last)...(size - 1))
        }
        guard let first = Int(ends[0]), first >= 0 else { return .whole }
        guard first < size else { return .unsatisfiable }
        if ends[1].isEmpty { return .part(first...(size - 1)) }
        guard let last = Int(ends[1]), last >= first else { return .whole }
        return .part(first...min(last, size - 1))
    }
}
