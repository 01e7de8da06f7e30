import Evidence
import Foundation
import HTTPTypes
import Hummingbird
import Intake
import Originals

/// Sends stored bytes: whole or a range, so that sound can be sought; cached for ever because the hash names them.
struct OriginalResponse {
    let originals: any OriginalStore
    private let files = FileIO()

    init(originals: any OriginalStore) { self.originals = originals }

    func respond(to request: Request, item: EvidenceItem, context: WebContext) async throws -> Response {
        let tag = "\"\(item.sha256.rawValue)\""
        let type = ContentType(head: try head(of: item))
        var headers: HTTPFields = [
            .contentType: type.name, .acceptRanges: "bytes", .eTag: tag,
            .cacheControl: "private, max-age=31536000, immutable",
            .contentDisposition: disposition(of: item, type: type),
            // Whatever the bytes are, a browser that opens them runs nothing of them.
            .contentSecurityPolicy:
                "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox",
        ]
        if request.headers[values: .ifNoneMatch].contains(where: { $0.contains(tag) || $0 == "*" }) {
            return Response(status: .notModified, headers: headers)
        }
        let path = originals.url(of: item.sha256).path
        switch ByteRange.read(request.headers[.range], of: item.byteCount) {
        case .whole:
            let body = try await files.loadFile(path: path, context: context)
            return Response(status: .ok, headers: headers, body: body)
        case .part(let range):
            headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound)/\(item.byteCount)"
            let body = try await files.loadFile(path: path, range: range, context: context)
            return Response(status: .partialContent, headers: headers, body: body)
        case .unsatisfiable:
            return Response(
                status: .rangeNotSatisfiable, headers: [.contentRange: "bytes */\(item.byteCount)"])
        }
    }

    private func head(of item: EvidenceItem) throws -> [UInt8] {
        let handle = try FileHandle(forReadingFrom: originals.url(of: item.sha256))
        return Array(try handle.read(upToCount: 64) ?? Data())
    }

    /// Media opens in the page; anything else is only ever saved. The name is ours: the sender's is never trusted.
    private func disposition(of item: EvidenceItem, type: ContentType) -> String {
        let name = "\(item.store)_\(item.day)_\(item.slot)_\(item.sha256.short)".filter {
            $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_")
        }
        return "\(type.isMedia ? "inline" : "attachment"); filename=\"\(name).\(type.fileExtension)\""
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
