import Evidence
import Foundation
import HTTPTypes
import Hummingbird
import Originals
import Records

/// What an item's bytes are, for whom: the original for those with the right to it, the rendition for all who see the
/// store.
struct EvidenceBytes: Sendable {
    let records: EvidenceRecords
    let originals: any OriginalStore
    let renditions: any OriginalStore
    let clock: @Sendable () -> Date

    func original(
        of item: EvidenceItem, for principal: Principal, _ request: Request, _ context: WebContext
    ) async throws -> Response {
        guard principal.has(.evidenceOriginal) else { throw Problem.originalNotYours }
        try await refusePurged(item)
        return try await sendOriginal(of: item, for: principal, request, context)
    }

    /// A recording is its own rendition: pages play it, and its transcript is masked already.
    func rendition(
        of item: EvidenceItem, for principal: Principal, _ request: Request, _ context: WebContext
    ) async throws -> Response {
        try await refusePurged(item)
        guard item.kind != .consultationAudio else {
            return try await sendOriginal(of: item, for: principal, request, context)
        }
        let known = try await records.renditions.find(item.id)
        if let hash = known?.sha256, let byteCount = known?.byteCount, renditions.contains(hash) {
            let file = StoredFile(sha256: hash, byteCount: byteCount, item: item)
            return try await StoredBytes(renditions).respond(to: request, with: file, context: context)
        }
        if let known, known.sha256 == nil { throw Problem.renditionWithheld }
        try await askForRendition(of: item)
        throw Problem.noRenditionYet
    }

    private func refusePurged(_ item: EvidenceItem) async throws {
        if let purgedAt = try await records.retention.standing(of: item.id).purgedAt {
            throw Problem.originalPurged(purgedAt)
        }
    }

    /// Whoever gets bytes as they were received stands in the chain of custody.
    private func sendOriginal(
        of item: EvidenceItem, for principal: Principal, _ request: Request, _ context: WebContext
    ) async throws -> Response {
        let file = StoredFile(sha256: item.sha256, byteCount: item.byteCount, item: item)
        let response = try await StoredBytes(originals).respond(to: request, with: file, context: context)
        if request.method != .head {
            try await records.custody.noteOpening(
                item.id, by: principal.account.id, at: clock(), detail: "original")
        }
        return response
    }

    /// Has a rendition that was lost, or that an older version never made, made by a worker. An item that waits for its
    /// analysis gets one there, an erased one never.
    private func askForRendition(of item: EvidenceItem) async throws {
        guard item.state == .analysed || item.state == .rejected, originals.contains(item.sha256) else {
            return
        }
        try await records.jobs.enqueue(
            .makeRendition, subject: item.id.rawValue, store: item.store, day: item.day, at: clock())
    }
}

extension Problem {
    static let originalNotYours = Problem(
        .forbidden, code: "originalNotYours", title: "不能查看原件",
        chinese: "原件可能含有顾客的姓名、电话和地址，当前账号没有查看权限；请查看遮盖后的图片，需要原件时请联系总部。",
        english:
            "The original may show customers' names, telephone numbers and addresses; this account may not see it. Look at the masked picture, or ask headquarters.",
        detail: "the right evidence.original is missing")

    static let renditionWithheld = Problem(
        .notFound, code: "renditionWithheld", title: "图片不显示",
        chinese: "没能确认图片里的个人信息在哪里，为保护顾客不显示这张图片；请重新上传清晰的截图，或联系总部查看原件。",
        english:
            "Where the picture shows personal details could not be told, so it is not shown; upload a clearer one, or ask headquarters for the original."
    )

    static let noRenditionYet = Problem(
        .notFound, code: "noRenditionYet", title: "图片还在处理", chinese: "图片还在处理，请稍后刷新。",
        english: "The picture is still being prepared; try again in a moment.", headers: [.retryAfter: "10"])
}
