import Evidence
import Foundation
import TestSupport
import Testing

@testable import Intake

struct CheckTests {
    let fixture: IntakeFixture

    init() async throws { fixture = try await IntakeFixture() }

    private func refusal(_ submission: Submission) async throws -> IntakeError? {
        await #expect(throws: IntakeError.self) { try await fixture.intake.check(submission) }
    }

    // MARK: Who and where

    @Test func `an unknown store is named`() async throws {
        let error = try await refusal(
            fixture.submission(store: StoreID("HZ-999"), sender: IntakeFixture.integrator))
        #expect(error?.code == .unknownStore)
        #expect(error?.chinese.contains("HZ-999") == true)
        #expect(error?.english.contains("HZ-999") == true)
    }

    @Test func `a manager reports for the own store only`() async throws {
        let error = try await refusal(fixture.submission(store: IntakeFixture.binjiang))
        #expect(error?.code == .notYourStore)
        try await fixture.intake.check(fixture.submission())
    }

    @Test func `an integrator bound to a store stays there, another goes anywhere`() async throws {
        var bound = IntakeFixture.integrator
        bound.store = IntakeFixture.xihu
        let error = try await refusal(fixture.submission(store: IntakeFixture.binjiang, sender: bound))
        #expect(error?.code == .notYourStore)
        try await fixture.intake.check(fixture.submission(sender: bound))
        try await fixture.intake.check(
            fixture.submission(store: IntakeFixture.binjiang, sender: IntakeFixture.integrator))
        try await fixture.intake.check(
            fixture.submission(store: IntakeFixture.binjiang, sender: IntakeFixture.headquarters))
    }

    // MARK: When

    @Test func `tomorrow is refused, today and years ago are taken`() async throws {
        let error = try await refusal(fixture.submission(day: fixture.day.adding(days: 1)))
        #expect(error?.code == .dayInFuture)
        #expect(error?.chinese.contains(fixture.day.adding(days: 1).description) == true)
        #expect(error?.chinese.contains(fixture.day.description) == true)
        for days in [0, -1, -1000] {
            try await fixture.intake.check(fixture.submission(day: fixture.day.adding(days: days)))
        }
    }

    @Test func `after midnight the day is still yesterday until the cut-off`() async throws {
        let end = fixture.day.end(
            timeZone: Store(id: IntakeFixture.xihu, name: "", region: []).zone,
            cutOff: LocalTime(minutes: 240))
        fixture.setClock(to: end.addingTimeInterval(-1))
        #expect(try await refusal(fixture.submission(day: fixture.day.adding(days: 1)))?.code == .dayInFuture)
        fixture.setClock(to: end)
        try await fixture.intake.check(fixture.submission(day: fixture.day.adding(days: 1)))
    }

    @Test func `only an integrator states when evidence arrived`() async throws {
        let stated = IntakeFixture.afternoon.addingTimeInterval(-3600)
        let error = try await refusal(fixture.submission { $0.receivedAt = stated })
        #expect(error?.code == .receivedAtNotAllowed)
        try await fixture.intake.check(
            fixture.submission(sender: IntakeFixture.integrator) { $0.receivedAt = stated })
    }

    @Test func `a stated time may be ahead as far as clocks differ`() async throws {
        func submission(_ seconds: Double) -> Submission {
            fixture.submission(sender: IntakeFixture.integrator) {
                $0.receivedAt = IntakeFixture.afternoon.addingTimeInterval(seconds)
            }
        }
        try await fixture.intake.check(submission(300))
        #expect(try await refusal(submission(301))?.code == .receivedAtInFuture)
    }

    @Test func `a stated time before the business day begins is refused`() async throws {
        let begin = fixture.day.start(
            timeZone: Store(id: IntakeFixture.xihu, name: "", region: []).zone,
            cutOff: LocalTime(minutes: 240))
        func submission(_ seconds: Double) -> Submission {
            fixture.submission(sender: IntakeFixture.integrator) {
                $0.receivedAt = begin.addingTimeInterval(seconds)
            }
        }
        try await fixture.intake.check(submission(-300))
        #expect(try await refusal(submission(-301))?.code == .receivedAtBeforeDay)
    }

    // MARK: What

    @Test(arguments: [
        (EvidenceKind.shelfPhoto, "shelf-1"), (.shelfPhoto, "shelf-12"),
        (.consultationAudio, "consultation-5"), (.orderScreenshot, "order-3"),
    ])
    func `without requirements numbered slots are taken`(kind: EvidenceKind, slot: String) async throws {
        try await fixture.intake.check(fixture.submission(kind, slot))
    }

    @Test(arguments: [
        (EvidenceKind.shelfPhoto, "order-1"), (.shelfPhoto, "shelf-"), (.shelfPhoto, "shelf-0"),
        (.shelfPhoto, "shelf-01"), (.shelfPhoto, "shelf-1234"), (.shelfPhoto, "shelf-1\0"),
        (.shelfPhoto, "shelf-１"), (.shelfPhoto, ""), (.orderScreenshot, "order--1"),
        (.consultationAudio, "../consultation-1"),
    ])
    func `other slots are refused, with the ones there are`(kind: EvidenceKind, slot: String) async throws {
        for imported in [false, true] {
            if imported { try await fixture.importRequirements() }
            let error = try await refusal(fixture.submission(kind, slot))
            #expect(error?.code == .unknownSlot)
            let valid =
                switch kind {
                case .shelfPhoto: "shelf-1"
                case .consultationAudio: "consultation-1"
                case .orderScreenshot: "order-1"
                }
            #expect(error?.chinese.contains(valid) == true)
            #expect(error?.english.contains(valid) == true)
        }
    }

    @Test func `the requirement in force says which slots there are`() async throws {
        try await fixture.importRequirements()
        try await fixture.intake.check(fixture.submission(.shelfPhoto, "shelf-3"))
        let error = try await refusal(fixture.submission(.shelfPhoto, "shelf-4"))
        #expect(error?.code == .unknownSlot)
        #expect(error?.chinese.hasSuffix("shelf-1、shelf-2、shelf-3") == true)
        #expect(try await refusal(fixture.submission(.orderScreenshot, "shelf-1"))?.code == .unknownSlot)
    }

    @Test func `more screenshots than are required are welcome`() async throws {
        try await fixture.importRequirements()
        try await fixture.intake.check(fixture.submission(.orderScreenshot, "order-17"))
        #expect(
            try await refusal(fixture.submission(.consultationAudio, "consultation-3"))?.code == .unknownSlot)
    }

    @Test(arguments: [nil, false])
    func `a recording needs consent`(consent: Bool?) async throws {
        let error = try await refusal(
            fixture.submission(.consultationAudio, "consultation-1") { $0.consent = consent })
        #expect(error?.code == .consentMissing)
        try await fixture.intake.check(fixture.submission { $0.consent = consent })
    }

    @Test func `a chain may take recordings without consent stated`() async throws {
        try await fixture.importRequirements(consent: false)
        try await fixture.intake.check(
            fixture.submission(.consultationAudio, "consultation-1") { $0.consent = nil })
    }

    @Test(arguments: [nil, true])
    func `requirements that say nothing else ask for consent`(required: Bool?) async throws {
        try await fixture.importRequirements(consent: required)
        let error = try await refusal(
            fixture.submission(.consultationAudio, "consultation-1") { $0.consent = nil })
        #expect(error?.code == .consentMissing)
    }

    @Test func `every refusal speaks both languages and says what to do`() {
        let account = IntakeFixture.manager
        let all: [IntakeError] = [
            .unknownStore(StoreID("x")), .notYourStore(StoreID("x"), account),
            .dayInFuture(fixture.day, newest: fixture.day), .unknownSlot("x", kind: .shelfPhoto, valid: []),
            .consentMissing, .receivedAtNotAllowed(account), .receivedAtInFuture("x"),
            .receivedAtBeforeDay("x", fixture.day), .emptyFile("x"),
            .tooLarge(2, limit: 1), .wrongKind(.wav, kind: .shelfPhoto),
            .unsupported(.heic, kind: .shelfPhoto),
            .notMedia(.pdf, kind: .consultationAudio, name: nil), .notTranscript(.zip, name: "x"),
            .itemNotFound(EvidenceID("x")), .storageFull("x"), .storageFailed("x"),
            .storeDayFull(fixture.submission(), "2 个文件", "2 files"),
            .digestDiffers(stated: ContentHash("x"), found: ContentHash("y")), .erased, .purged,
            .keyReused,
        ]
        #expect(Set(all.map(\.code)) == Set(IntakeError.Code.allCases))
        for error in all {
            #expect(error.chinese.contains("请"), "\(error.chinese)")
            #expect(error.english.contains("please"), "\(error.english)")
        }
    }
}
