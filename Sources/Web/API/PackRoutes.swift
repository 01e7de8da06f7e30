import Evidence
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Originals
import Records
import Reports

/// One item's evidence pack as a download, for those who may have the original; whoever takes it stands in its chain.
struct PackRoutes: Sendable {
    let records: EvidenceRecords
    let queries: EvidenceQueries
    let originals: any OriginalStore
    let renditions: any OriginalStore
    let clock: @Sendable () -> Date

    func add(to book: RouteBook) {
        book.get("/v1/items/:id/pack") { request, context in
            let principal = try context.signedIn()
            let item = try await queries.item(try context.path("id"), for: principal)
            guard principal.has(.evidenceOriginal) else { throw Problem.originalNotYours }
            let original = try await original(of: item)
            let taken =
                request.method == .head
                ? try await EvidencePack.load(records, item: item.id)
                : try await EvidencePack.take(
                    records, item: item.id, by: principal.account.id, at: clock())
            guard let pack = taken else { throw Problem.notFound() }
            return try await response(pack, original: original)
        }
    }

    /// The original, once nothing about it is in doubt; nil where its days were over.
    private func original(of item: EvidenceItem) async throws -> StoredArchive.Entry.Content? {
        let standing = try await records.reviews.standing(of: item.id)
        guard !standing.isErased else { throw Problem.itemErased }
        if let broken = try await records.custody.verifyLinks(of: item.id) {
            throw Problem.custodyBroken(broken)
        }
        guard standing.purgedAt == nil else { return nil }
        guard try originals.rehash(item.sha256) == item.sha256 else { throw Problem.originalAltered }
        return .file(originals.url(of: item.sha256))
    }

    private func response(
        _ pack: EvidencePack, original: StoredArchive.Entry.Content?
    ) async throws -> Response {
        var rendition: StoredArchive.Entry.Content?
        if let hash = try await records.renditions.find(pack.item.id)?.sha256, renditions.contains(hash) {
            rendition = .file(renditions.url(of: hash))
        }
        let archive = try StoredArchive(pack.entries(original: original, rendition: rendition))
        let name = pack.item.savedName(pack.item.sha256)
        let body = ResponseBody(contentLength: archive.byteCount) { writer in
            var pieces = archive.pieces()
            while let piece = try pieces.next() { try await writer.write(ByteBuffer(bytes: piece)) }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/zip",
                .contentDisposition: "attachment; filename=\"\(name)_pack.zip\"",
            ], body: body)
    }
}

extension Problem {
    static let itemErased = Problem(
        .gone, code: "erased", title: "已应要求删除", chinese: "这项证据已应顾客要求删除，没有证据包可以导出。",
        english: "The item was erased because a person asked for it; there is no pack of it.")

    static func custodyBroken(_ sequence: Int64) -> Problem {
        Problem(
            .conflict, code: "custodyBroken", title: "存证链对不上",
            chinese: "存证链在第 \(sequence) 条对不上，没有导出；请管理员运行 storeproof verify。",
            english:
                "The chain of custody does not fit at entry \(sequence), nothing was exported; run storeproof verify."
        )
    }

    static let originalAltered = Problem(
        .conflict, code: "originalAltered", title: "原件与存证不符",
        chinese: "原件与收到时的哈希不一致，没有导出；请管理员运行 storeproof verify。",
        english: "The original is not what was received, nothing was exported; run storeproof verify.")
}
