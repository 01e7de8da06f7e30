import Evidence
import Intake

/// What the sender of an archive is told about each of its entries.
struct BatchAnswerDocument: Encodable {
    struct Messages: Encodable {
        let zh: String
        let en: String

        init(_ reason: Reason) {
            zh = reason.chinese
            en = reason.english
        }
    }

    struct Entry: Encodable {
        let name: String
        let outcome: EntryVerdict.Outcome
        let code: String
        let messages: Messages
        let kind: EvidenceKind?
        let slot: String?
        let receipt: ReceiptDocument?

        init(_ verdict: EntryVerdict) {
            name = verdict.name
            outcome = verdict.outcome
            code = verdict.reason.code
            messages = Messages(verdict.reason)
            kind = verdict.kind
            slot = verdict.slot
            receipt = verdict.receipt.map { ReceiptDocument($0) }
        }
    }

    /// Something in the manifest that its author should know.
    struct Remark: Encodable {
        let line: Int?
        let code: String
        let messages: Messages
    }

    struct Manifest: Encodable { let remarks: [Remark] }

    struct Stop: Encodable {
        let code: String
        let messages: Messages
    }

    let store: StoreID
    let day: BusinessDay
    let accepted: Int
    /// Of the accepted, those that were here before.
    let repeated: Int
    let rejected: Int
    let skipped: Int
    /// Why the taking ended before the last entry; nil where it did not.
    let stop: Stop?
    /// nil where the archive has none.
    let manifest: Manifest?
    let entries: [Entry]
    let links: [String: String]

    init(_ answer: BatchAnswer, store: StoreID, day: BusinessDay) {
        self.store = store
        self.day = day
        accepted = answer.count(.accepted)
        repeated = answer.entries.count { $0.receipt?.repeated == true }
        rejected = answer.count(.rejected)
        skipped = answer.count(.skipped)
        stop = answer.stop.map { Stop(code: $0.reason.code, messages: Messages($0.reason)) }
        manifest = answer.manifestProblems.map { problems in
            Manifest(
                remarks: problems.map {
                    Remark(line: $0.line, code: $0.reason.code, messages: Messages($0.reason))
                })
        }
        entries = answer.entries.map(Entry.init)
        links = ["batch": Links.batch(store, day)]
    }
}
