package import Evidence
import Foundation
import HTTPTypes
import Hashing
package import Hummingbird
package import Intake
import Multipart
import NIOCore
import Originals

/// Takes one uploaded file from a request: the bytes stream into the evidence store as they arrive, under a running
/// cap, and only then Intake decides. A request that fails leaves nothing behind.
package struct UploadReader: Sendable {
    let intake: EvidenceIntake
    let batches: BatchIntake
    let maximumBytes: Int
    let maximumArchiveBytes: Int

    /// Receives a form (`multipart/form-data`) or a raw body with the fields in the query.
    /// - Throws: `Problem`, `IntakeError`, `MultipartError`, `OriginalError`, `RecordError`.
    package func receive(
        _ request: Request, store: StoreID, day: BusinessDay, principal: Principal
    ) async throws -> Receipt {
        let upload = Upload(
            intake: intake, limit: maximumBytes, tooLarge: .tooLarge(limitBytes: maximumBytes),
            principal: principal
        ) { upload in
            // Enough is known to judge before the bytes arrive.
            guard upload.fields.nameTarget else { return }
            let submission = try upload.submission(store, day)
            do throws(IntakeError) { try await intake.check(submission) } catch {
                // The consent may stand after the file; the last check decides.
                guard error.code == .consentMissing else { throw error }
            }
        }
        return try await read(request, into: upload) { type in
            let isMedia = type.hasPrefix("image/") || type.hasPrefix("audio/")
            // Only a transcript is text.
            let isText = type.hasPrefix("text/") || type == "application/json"
            return isMedia || (isText && upload.fields["transcriptOf"] != nil)
        } finish: {
            let submission = try upload.submission(store, day)
            return try await intake.accept(submission, from: try upload.handOver())
        }
    }

    /// Receives a ZIP of a store-day's evidence, as a form or a raw body.
    /// - Throws: as `receive`, and `BatchRefusal`.
    package func receiveArchive(
        _ request: Request, store: StoreID, day: BusinessDay, principal: Principal
    ) async throws -> BatchAnswer {
        let limit = maximumArchiveBytes
        let upload = Upload(
            intake: intake, limit: limit, tooLarge: .archiveTooLarge(limitBytes: limit), principal: principal
        ) { upload in
            try await batches.check(
                upload.fields.batch(store: store, day: day, sender: principal.account))
        }
        return try await read(request, into: upload) { type in
            ["application/zip", "application/x-zip-compressed"].contains(type)
        } finish: {
            var batch = try upload.fields.batch(store: store, day: day, sender: principal.account)
            batch.requestKey = upload.requestKey
            return try await batches.accept(batch, from: try upload.handOver())
        }
    }

    private func read<Answer: Sendable>(
        _ request: Request, into upload: Upload, takesRaw: (String) -> Bool,
        finish: () async throws -> Answer
    ) async throws -> Answer {
        let announced = max(0, request.headers[.contentLength].flatMap(Int.init) ?? 0)
        if announced > upload.limit + 65_536 { throw upload.tooLarge }
        upload.announced = announced
        upload.fields = try Self.queryFields(of: request)
        upload.fields["formToken"] = request.headers[.formToken]
        upload.requestKey = try RequestKeyField.value(in: request.headers)
        let stated = try DigestFields.stated(in: request.headers)
        var content = SHA256Hasher()
        do {
            var body = try UploadBody(contentType: request.headers[.contentType], takesRaw: takesRaw)
            for try await chunk in request.body {
                if !stated.isEmpty { chunk.withUnsafeReadableBytes { content.update($0) } }
                for event in try body.feed(chunk.readableBytesView) { try await upload.take(event) }
            }
            for event in try body.finish() { try await upload.take(event) }
            if !stated.isEmpty {
                let found = content.finalize()
                for hash in stated where hash != found {
                    throw Problem.digestDiffers(stated: hash, found: found)
                }
            }
            try FormGuard.check(upload.principal, formToken: upload.fields["formToken"])
            return try await finish()
        } catch {
            upload.abandon()
            throw error
        }
    }

    /// Answers who asks by hash before sending: the receipt that these bytes got for their slot.
    func receipt(_ request: Request, store: StoreID, day: BusinessDay) async throws -> Receipt {
        let fields = try Self.queryFields(of: request)
        guard let slot = fields["slot"] else { throw Problem.missingField("slot") }
        guard let hash = try fields.sha256() else { throw Problem.missingField("sha256") }
        guard let receipt = try await intake.receipt(store: store, day: day, slot: slot, sha256: hash) else {
            throw Problem.notStored
        }
        return receipt
    }

    private static func queryFields(of request: Request) throws(Problem) -> UploadFields {
        var fields = UploadFields()
        for name in UploadFields.names.sorted() where name != "formToken" {
            guard let value = request.query(name) else { continue }
            guard value.utf8.count <= UploadFields.longestValue else {
                throw .invalidField(name, "longer than \(UploadFields.longestValue) bytes")
            }
            fields[name] = value
        }
        return fields
    }
}

/// One upload on its way: fields first as far as they come first, then the file. Used by one request only.
private final class Upload {
    let intake: EvidenceIntake
    /// Bytes of the file; more is `tooLarge`.
    let limit: Int
    let tooLarge: Problem
    let principal: Principal
    /// Refuses what can be refused before the bytes are read, so that nobody sends 20 MB to hear of a wrong day.
    private let refuseEarly: (Upload) async throws -> Void
    var fields = UploadFields()
    /// What the sender names the request by.
    var requestKey: String?
    /// Bytes of the request, 0 where it does not say.
    var announced = 0
    /// The part of the form that is being read, with its value where it is a field.
    private var part: MultipartPart?
    private var value: [UInt8] = []
    private var writer: (any OriginalWriter)?
    private var fileName: String?
    private var statedType: String?
    private var byteCount = 0

    init(
        intake: EvidenceIntake, limit: Int, tooLarge: Problem, principal: Principal,
        refuseEarly: @escaping (Upload) async throws -> Void
    ) {
        self.intake = intake
        self.limit = limit
        self.tooLarge = tooLarge
        self.principal = principal
        self.refuseEarly = refuseEarly
    }

    func submission(_ store: StoreID, _ day: BusinessDay) throws(Problem) -> Submission {
        var submission = try fields.submission(
            store: store, day: day, sender: principal.account, fileName: fileName)
        submission.requestKey = requestKey
        submission.statedType = statedType
        return submission
    }

    func take(_ event: MultipartEvent) async throws {
        switch event {
        case .begin(let head):
            part = head
            value = []
            if head.fileName != nil { try await beginFile(head) }
        case .bytes(let bytes):
            if part?.fileName != nil { try append(bytes) } else { try extendValue(with: bytes) }
        case .end:
            if let part, part.fileName == nil, UploadFields.names.contains(part.name) {
                fields[part.name] = String(decoding: value, as: UTF8.self).trimmed
            }
            part = nil
        }
    }

    private func extendValue(with bytes: ArraySlice<UInt8>) throws(Problem) {
        value.append(contentsOf: bytes)
        guard value.count <= UploadFields.longestValue else {
            throw .invalidField(part?.name ?? "", "longer than \(UploadFields.longestValue) bytes")
        }
    }

    private func beginFile(_ head: MultipartPart) async throws {
        guard writer == nil else {
            throw Problem.invalidField("file", "one request carries one file")
        }
        fileName = head.fileName.flatMap { $0.isEmpty ? nil : $0 }
        statedType = head.contentType
        if fields["formToken"] != nil { try FormGuard.check(principal, formToken: fields["formToken"]) }
        try await refuseEarly(self)
        writer = try intake.writer(expecting: announced)
    }

    private func append(_ bytes: ArraySlice<UInt8>) throws {
        byteCount += bytes.count
        guard byteCount <= limit else { throw tooLarge }
        try writer?.append(bytes)
    }

    /// The file; from now on its taker ends it.
    func handOver() throws(Problem) -> any OriginalWriter {
        guard let writer else { throw .missingField("file") }
        self.writer = nil
        return writer
    }

    func abandon() {
        writer?.abandon()
        writer = nil
    }
}
