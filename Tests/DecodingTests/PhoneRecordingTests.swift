import Media
import TestSupport
import Testing

@testable import Decoding

/// What phones and browsers record, through the container library.
struct PhoneRecordingTests {
    static let recordings: [(String, MediaFacts.Format)] = [
        ("aac_lc.m4a", .m4a), ("aac_adts.aac", .aac), ("amr_nb.amr", .amr), ("amr_nb.3gp", .m4a),
        ("opus_live.webm", .webm), ("video_with_audio.mp4", .m4a),
    ]

    private func bytes(_ file: String) throws -> [UInt8] { [UInt8](try Fixture.data("media/phones/\(file)")) }

    @Test(arguments: recordings)
    func `four seconds come out as four seconds`(file: String, format: MediaFacts.Format) throws {
        let (recording, facts) = try MediaDecoder().recording(try bytes(file))
        #expect(abs(recording.seconds - 4) < 0.08)
        #expect(abs(facts.seconds - 4) < 0.08)
        #expect(facts.format == format)
        #expect(recording.sampleRate == MediaDecoder.sampleRate)
        #expect(recording.samples.contains { abs($0) > 0.01 })
        #expect(recording.samples.allSatisfy { -1...1 ~= $0 })
    }

    @Test func `a film without sound has no audio`() throws {
        let bytes = try bytes("video_without_audio.mp4")
        #expect(Decoded.of(bytes, kind: "audio").failure?.code == .noAudio)
    }

    @Test func `a recording without its index was not finished`() throws {
        // The index stands at the end of this file.
        let cut = Array(try bytes("aac_lc.m4a").prefix(16_900))
        #expect(Decoded.of(cut, kind: "audio").failure?.code == .truncated)
    }

    @Test func `a longer recording than allowed is refused`() throws {
        var limits = DecodingLimits.standard
        limits.longestSeconds = 2
        for (file, _) in Self.recordings {
            #expect(Decoded.of(try bytes(file), kind: "audio", limits: limits).failure?.code == .tooLarge)
        }
    }

    @Test(arguments: recordings.map { "media/phones/\($0.0)" } + ["media/s16-16k.wav"])
    func `of a long recording the beginning is kept, and how long it is`(file: String) throws {
        let bytes = [UInt8](try Fixture.data(file))
        let (whole, wholeFacts) = try MediaDecoder().recording(bytes)
        var limits = DecodingLimits.standard
        limits.keptSeconds = 0.25
        let (beginning, facts) = try MediaDecoder(limits: limits).recording(bytes)
        #expect(beginning.samples == Array(whole.samples.prefix(4_000)))
        #expect(facts.seconds == wholeFacts.seconds)
    }

    @Test(arguments: recordings.map(\.0))
    func `a recording cut anywhere gives what came or a refusal`(file: String) throws {
        let whole = try bytes(file)
        for part in 0..<64 {
            let cut = Array(whole.prefix(whole.count * part / 64))
            if case .recording(let recording, _) = Decoded.of(cut, kind: "audio") {
                #expect(recording.seconds <= 4.1)
            }
            _ = MediaDecoder().facts(of: cut)
        }
    }

    @Test(arguments: recordings.map(\.0))
    func `flipped bits give a recording or a refusal, the same each time`(file: String) throws {
        let whole = try bytes(file)
        var generator = SeededGenerator(seed: 20_261_124)
        for round in 0..<200 {
            var damaged = whole
            // Headers are where parsers break; the index of an MPEG-4 file may stand at its end.
            let range =
                round % 3 == 0
                ? 0..<min(512, damaged.count)
                : round % 3 == 1 ? max(0, damaged.count - 1_500)..<damaged.count : 0..<damaged.count
            for _ in 0..<(1 + round % 8) {
                damaged[Int.random(in: range, using: &generator)] ^=
                    1 << UInt8.random(in: 0..<8, using: &generator)
            }
            #expect(Decoded.of(damaged, kind: "audio") == Decoded.of(damaged, kind: "audio"))
        }
    }

    @Test func `a dead channel is told`() throws {
        var mixer = ChannelMixer()
        let frames = (0..<1_000).flatMap { index -> [Float] in [Float(index % 10) / 10, 0] }
        #expect(mixer.mono(frames, channels: 2).count == 1_000)
        #expect(mixer.silentChannels == 1)
        var silence = ChannelMixer()
        _ = silence.mono([Float](repeating: 0, count: 200), channels: 2)
        #expect(silence.silentChannels == 0)
    }
}
