import Media
import TestSupport
import Testing

@testable import Decoding

struct SoundFingerprintTests {
    private func recording(_ file: String) throws -> Waveform {
        try MediaDecoder().recording([UInt8](try Fixture.data("chain/media/consultations/\(file)"))).0
    }

    private func similarity(_ one: Waveform, _ other: Waveform) -> Double? {
        SoundFingerprinter.fingerprint(of: one).similarity(to: SoundFingerprinter.fingerprint(of: other))
    }

    @Test func `copies are found, other recordings are not`() throws {
        let one = try recording("HZ-001_2026-11-21_consultation-2.ogg")
        let other = try recording("HZ-001_2026-11-22_consultation-1.ogg")
        let cut = Waveform(
            sampleRate: one.sampleRate, samples: Array(one.samples.dropFirst(one.sampleRate * 3)))
        let quiet = Waveform(sampleRate: one.sampleRate, samples: one.samples.map { $0 * 0.3 })
        #expect(try #require(similarity(one, one)) == 1)
        #expect(try #require(similarity(one, cut)) >= SoundFingerprint.sameSimilarity)
        #expect(try #require(similarity(one, quiet)) >= SoundFingerprint.sameSimilarity)
        #expect(try #require(similarity(one, other)) < SoundFingerprint.sameSimilarity)
    }

    @Test func `too little to compare is no similarity`() {
        let short = Waveform(sampleRate: 16_000, samples: [Float](repeating: 0.1, count: 16_000))
        #expect(SoundFingerprinter.fingerprint(of: short).frames.isEmpty)
        #expect(similarity(short, short) == nil)
    }

    @Test func `bytes and frames are the same account`() {
        let fingerprint = SoundFingerprint(frames: [0, 1, 0xDEAD_BEEF, .max])
        #expect(SoundFingerprint(bytes: fingerprint.bytes) == fingerprint)
        #expect(SoundFingerprint(bytes: [1, 2, 3]).frames.isEmpty)
    }
}
