import Evidence
import Originals
import Records
import Testing

@testable import Intake

/// The media type that a sender gives a file decides nothing; where the bytes say otherwise the chain of custody holds it.
struct StatedTypeTests {
    @Test func `a media type is read without its parameters, whatever its letters`() {
        #expect(StatedType("IMAGE/Jpeg ; charset=binary")?.contradicts(.jpeg) == false)
        #expect(StatedType("image/png")?.contradicts(.jpeg) == true)
        #expect(StatedType("audio/aac")?.contradicts(.m4a) == false)
        #expect(StatedType("audio/mp4")?.contradicts(.aac) == true)
    }

    @Test(arguments: ["", "application/octet-stream", "image/*", "x", "image/jpeg\u{0}", ";image/jpeg"])
    func `a media type that names no type says nothing`(text: String) { #expect(StatedType(text) == nil) }

    @Test(arguments: [
        ("image/png", " statedType=image/png sniffedType=jpeg"), ("image/jpeg", ""),
        ("application/octet-stream", ""), ("image/png\nx", ""),
    ])
    func `a mismatch is recorded and refuses nothing`(stated: String, recorded: String) async throws {
        let fixture = try await IntakeFixture()
        let item = try await fixture.send(
            fixture.submission { $0.statedType = stated }, IntakeFixture.photo()
        ).item
        let entry = try #require(try await fixture.records.custody.entries(item.id).first)
        #expect(entry.detail.hasSuffix("consent=true" + recorded))
        // The label beside the original says it too.
        #expect(try fixture.originals.labels(of: item.sha256).first?.custody.detail == entry.detail)
    }

    @Test func `of a transcript it is recorded like of a file`() async throws {
        let fixture = try await IntakeFixture()
        let recording = try await fixture.send(
            fixture.submission(.consultationAudio, "consultation-1"), IntakeFixture.recording()
        ).item
        try await fixture.send(
            fixture.submission(.consultationAudio, "") {
                $0.transcriptOf = recording.id
                $0.statedType = "application/pdf"
            }, Array("hello".utf8))
        let details = try await fixture.records.custody.entries(recording.id).map(\.detail)
        #expect(details.last?.hasSuffix("statedType=application/pdf sniffedType=text") == true)
    }
}
