package import Evidence
import Foundation
import HTTPTypes
import Hashing
package import Hummingbird
package import Intake
import NIOCore
import Originals

/// Takes one uploaded file from a request: the bytes stream into the evidence store as they arrive, under a running
/// cap, and only then Intake decides. A request that fails leaves nothing behind.
package struct UploadReader: Sendable {
    let intake: EvidenceIntake
    let maximumBytes: Int

    /// Receives a form (`multipart/form-data`) or a raw body with the fields in the query.
    /// - Throws: `Problem`, `IntakeError`, `MultipartError`, `OriginalError`, `RecordError`.
    package func receive(
        _ request: Request, store: StoreID, day: BusinessDay, principal: Principal
    ) async throws -> Receipt {
        let announced = max(0, request.headers[.contentLength].flatMap(Int.init) ?? 0)
        if announced > maximumBytes + 65_536 { throw Problem.tooLarge(limitBytes: maximumBytes) }
        let upload = Upload(
            intake: intake, maximumBytes: maximumBytes, store: store, day: day, principal: principal)
        upload.announced = announced
        upload.fields = try Self.queryFields(of: request)
        upload.fields["formToken"] = request.headers[.formToken]
        upload.requestKey = try RequestKeyField.value(in: request.headers)
        let stated = try DigestFields.stated(in: request.headers)
        var content = SHA256Hasher()
        do {
            var body = try UploadBody(contentType: request.headers[.contentType], fields: upload.fields)
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
            return try await upload.finish()
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
    let maximumBytes: Int
    let store: StoreID
    let day: BusinessDay
    let principal: Principal
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
    private var byteCount = 0

    init(
        intake: EvidenceIntake, maximumBytes: Int, store: StoreID, day: BusinessDay, principal: Principal
    ) {
        self.intake = intake
        self.maximumBytes = maximumBytes
        self.store = store
        self.day = day
        self.principal = principal
    }

    private func submission() throws(Problem) -> Submission {
        var submission = try fields.submission(
            store: store, day: day, sender: principal.account, fileName: fileName)
        submission.requestKey = requestKey
        return submission
    }

    func take(_ event: MultipartEvent) async throws {
        switch event {
        case .begin(let head):
            part = head
            value = []
            if head.fileName != nil { try await beginFile(named: head.fileName) }
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

    private func beginFile(named name: String?) async throws {
        guard writer == nil else {
            throw Problem.invalidField("file", "one request carries one file")
        }
        fileName = name.flatMap { $0.isEmpty ? nil : $0 }
        try await refuseEarly()
        writer = try intake.writer(expecting: announced)
    }

    /// Refuses what can be refused before the bytes are read, so that nobody sends 20 MB to hear of a wrong day.
    private func refuseEarly() async throws {
        if fields["formToken"] != nil { try FormGuard.check(principal, formToken: fields["formToken"]) }
        guard fields.nameTarget else { return }
        let submission = try submission()
        do throws(IntakeError) {
            try await intake.check(submission)
        } catch {
            // The consent may stand after the file; the last check decides.
            guard error.code == .consentMissing else { throw error }
        }
    }

    private func append(_ bytes: ArraySlice<UInt8>) throws {
        byteCount += bytes.count
        guard byteCount <= maximumBytes else { throw Problem.tooLarge(limitBytes: maximumBytes) }
        try writer?.append(bytes)
    }

    func finish() async throws -> Receipt {
        try FormGuard.check(principal, formToken: fields["formToken"])
        let submission = try submission()
        guard let writer else { throw Problem.missingField("file") }
        self.writer = nil
        return try await intake.accept(submission, from: writer)
    }

    func abandon() {
        writer?.abandon()
        writer = nil
    }
}
