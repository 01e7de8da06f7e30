import Decoding
import Evidence
import Foundation
import Media
import TestSupport
import Testing

@testable import Consultation

@Suite struct RecordingFactsTests {
    private static func recording(_ path: String) throws -> Waveform {
        try MediaDecoder().recording([UInt8](Fixture.data(path))).0
    }

    @Test(arguments: [50, 100] as [Float]) func `hum holds no speech`(hertz: Float) {
        let facts = RecordingFacts(SyntheticSound.hum(hertz: hertz, seconds: 12))
        #expect(facts.audio.speechSeconds == 0)
        #expect(facts.reasons.map(\.code) == ["audio.musicOnly"])
    }

    @Test(arguments: SyntheticSound.Colour.allCases) func `noise of any colour holds no speech`(
        colour: SyntheticSound.Colour
    ) {
        for seconds in [11.0, 24] {
            let facts = RecordingFacts(SyntheticSound.noise(colour, seconds: seconds))
            #expect(facts.audio.speechSeconds == 0)
            #expect(!facts.isUsable)
            #expect(facts.reasons.map(\.code) == ["audio.noSpeech"])
        }
    }

    @Test func `a dead channel is told and takes nothing away`() throws {
        let recording = try Self.recording("chain/media/consultations/HZ-001_2026-11-21_consultation-2.ogg")
        let facts = RecordingFacts(recording, silentChannels: 1)
        #expect(facts.reasons.contains { $0.code == "audio.deadChannel" })
        #expect(facts.isUsable)
    }

    @Test func `stretches that a trained detector heard count instead of the sound`() {
        let hum = SyntheticSound.hum(hertz: 100, seconds: 12)
        #expect(RecordingFacts(hum, speech: [2...6]).audio.speechSeconds == 4)
        #expect(!RecordingFacts(hum, speech: []).hasSpeech)
    }

    @Test func `of a recording that is too long the manager learns how much was analysed`() throws {
        let kept = SyntheticSound.hum(hertz: 100, seconds: 60)
        let facts = RecordingFacts(kept, recordedSeconds: 7_200, speech: [2...50])
        let reason = try #require(facts.reasons.last)
        #expect(reason.code == "audio.cut")
        #expect(reason.chinese.contains("120 分钟") && reason.chinese.contains("前 1 分钟"))
        #expect(facts.isUsable)
        #expect(facts.audio.seconds == 7_200)
        let whole = RecordingFacts(kept, recordedSeconds: 60.1, speech: [2...50])
        #expect(!whole.reasons.contains { $0.code == "audio.cut" })
    }

    @Test func `two pitches far apart are two voices, one that wavers is one`() {
        func voice(_ hertz: [Float]) -> Int? {
            let pause = SyntheticSound.silence(seconds: 0.6).samples
            let samples = hertz.flatMap { pitch in
                SyntheticSound.hum(hertz: pitch, seconds: 1).samples + pause
            }
            let speech = hertz.indices.map { Double($0) * 1.6...Double($0) * 1.6 + 1 }
            return RecordingFacts(
                Waveform(sampleRate: 16_000, samples: samples), speech: speech
            ).audio.voices
        }
        #expect(voice([120, 200, 125, 205]) == 2)
        #expect(voice([120, 135, 110, 125]) == 1)
    }

    @Test(arguments: [0.25, 0.5, 1] as [Float]) func `music of chords holds no speech`(beat: Float) {
        let facts = RecordingFacts(SyntheticSound.tones(SyntheticSound.chords, seconds: 15, beat: beat))
        #expect(facts.audio.speechSeconds == 0)
        #expect(facts.reasons.map(\.code) == ["audio.musicOnly"])
    }

    @Test func `a till's scanner is no speech`() {
        let beep = SyntheticSound.tones([[1_000]], seconds: 0.1, beat: 1e9).samples
        let pause = SyntheticSound.silence(seconds: 0.4).samples
        let samples = (0..<24).flatMap { _ in beep + pause }
        #expect(RecordingFacts(Waveform(sampleRate: 16_000, samples: samples)).audio.speechSeconds == 0)
    }

    @Test func `knocks are no speech`() {
        #expect(RecordingFacts(SyntheticSound.knocks(seconds: 12)).audio.speechSeconds == 0)
    }

    @Test func `digital silence and faint hiss are silent`() {
        let silence = RecordingFacts(SyntheticSound.silence(seconds: 12))
        #expect(silence.audio.levelDecibels == nil)
        #expect(silence.audio.signalToNoiseDecibels == nil)
        #expect(silence.reasons.map(\.code) == ["audio.silent"])
        #expect(silence.reasons.first?.chinese == "录音里没有声音，请检查麦克风后重录")
        let hiss = RecordingFacts(SyntheticSound.noise(.white, seconds: 12, level: 0.001))
        #expect(hiss.reasons.map(\.code) == ["audio.silent"])
    }

    @Test(arguments: [
        "BAC009S0150W0036", "BAC009S0150W0045", "BAC009S0150W0056", "BAC009S0252W0067", "BAC009S0252W0068",
        "BAC009S0252W0123",
    ]) func `real speech is mostly heard as speech`(clip: String) throws {
        let facts = RecordingFacts(try Self.recording("consultation/\(clip).flac"))
        #expect(facts.hasSpeech || facts.audio.speechSeconds > 1.5)
        #expect(facts.audio.speechSeconds > 0.55 * facts.audio.seconds)
        #expect(facts.audio.speechSeconds <= facts.audio.seconds)
    }

    @Test func `real speech is heard above the hum of a shop`() throws {
        var samples: [Float] = []
        for clip in ["BAC009S0150W0036", "BAC009S0252W0067", "BAC009S0150W0056"] {
            samples += try Self.recording("consultation/\(clip).flac").samples
        }
        let hum = SyntheticSound.noise(.pink, seconds: 12, level: 0.003).samples
        let mixed = zip(samples, hum).map { 4 * $0 + $1 }
        let facts = RecordingFacts(Waveform(sampleRate: 16_000, samples: mixed))
        #expect(facts.isUsable)
        #expect(facts.audio.speechSeconds > 4)
        #expect((facts.audio.signalToNoiseDecibels ?? 0) > 5)
    }

    @Test func `a recording of a few seconds is too short`() {
        let facts = RecordingFacts(SyntheticSound.noise(.white, seconds: 2))
        #expect(facts.reasons.map(\.code) == ["audio.tooShort"])
        #expect(facts.reasons.first?.chinese == "录音太短，请录满 10 秒")
    }

    @Test func `overdriven speech is usable and says so`() throws {
        let clip = try Self.recording("consultation/BAC009S0252W0123.flac").samples
        let loud = (clip + clip).map { max(-1, min(1, $0 * 60)) }
        let facts = RecordingFacts(Waveform(sampleRate: 16_000, samples: loud))
        #expect(facts.isUsable)
        #expect(facts.audio.clippedShare > 0.01)
        #expect(facts.reasons.contains { $0.code == "audio.clipped" })
    }

    @Test func `samples that are no numbers and odd rates are survived`() {
        var samples = SyntheticSound.noise(.white, seconds: 6).samples
        for index in stride(from: 0, to: samples.count, by: 97) { samples[index] = .nan }
        for index in stride(from: 5, to: samples.count, by: 89) { samples[index] = .infinity }
        for rate in [0, 1, 3_999, 4_000, 8_000, 11_025, 44_100, 48_000, 384_000, 1_000_000] {
            let facts = RecordingFacts(Waveform(sampleRate: rate, samples: samples))
            #expect(facts.audio.speechSeconds.isFinite)
        }
        #expect(
            RecordingFacts(Waveform(sampleRate: 16_000, samples: [])).reasons.map(\.code) == [
                "audio.tooShort"
            ])
    }
}
