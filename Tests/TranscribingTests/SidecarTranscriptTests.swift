import Evidence
import Foundation
import TestSupport
import Testing

@testable import Transcribing

struct SidecarTranscriptTests {
    private func parse(_ text: String, _ name: String, seconds: Double? = nil) throws -> Transcript {
        try SidecarTranscript.parse([UInt8](text.utf8), fileName: name, recordingSeconds: seconds)
    }

    @Test func `SubRip cues keep their seconds and text`() throws {
        let transcript = try parse(
            "1\r\n00:00:01,500 --> 00:00:03,000\r\n有微波炉吗\r\n\r\n2\r\n00:01:00,000 --> 00:01:02,250\r\n没有\r\n",
            "a.srt")
        #expect(transcript.segments.map(\.text) == ["有微波炉吗", "没有"])
        #expect(transcript.segments.map(\.start) == [1.5, 60])
        #expect(transcript.segments[1].end == 62.25)
    }

    @Test func `WebVTT headers, notes and voice tags are not speech`() throws {
        let transcript = try parse(
            "WEBVTT\n\nNOTE 店内录音\n\n00:01.000 --> 00:02.000 align:start\n<v 顾客>怎么加热</v>\n", "a.vtt")
        #expect(transcript.segments.map(\.text) == ["怎么加热"])
    }

    @Test func `Whisper and FunASR documents are both read`() throws {
        let whisper = try parse(#"{"segments":[{"start":0.5,"end":2,"text":" 太贵了 "}]}"#, "a.json")
        #expect(whisper.segments == [Transcript.Segment(start: 0.5, end: 2, text: "太贵了")])
        let funASR = try parse(
            #"[{"text":"x","sentence_info":[{"start":500,"end":2000,"text":"太贵了"}]}]"#, "a.json")
        #expect(funASR.segments == [Transcript.Segment(start: 0.5, end: 2, text: "太贵了")])
    }

    @Test func `GB18030 text reads like UTF-8 text`() throws {
        // 没有微波炉 in GB18030.
        let bytes: [UInt8] = [0xC3, 0xBB, 0xD3, 0xD0, 0xCE, 0xA2, 0xB2, 0xA8, 0xC2, 0xAF]
        let transcript = try SidecarTranscript.parse(bytes, fileName: "a.txt", recordingSeconds: nil)
        #expect(transcript.segments.map(\.text) == ["没有微波炉"])
    }

    @Test func `negative and reversed times are dropped with a note, the text stays`() throws {
        let transcript = try parse("1\n-00:00:01,000 --> 00:00:03,000\n你好\n", "a.srt")
        #expect(transcript.segments == [Transcript.Segment(text: "你好")])
        #expect(transcript.notes.map(\.code) == ["transcript.impossibleTimes"])
    }

    @Test func `overlapping cues keep their times, in the order of their beginnings`() throws {
        let transcript = try parse(
            "1\n00:00:05,000 --> 00:00:09,000\n第二句\n\n2\n00:00:01,000 --> 00:00:06,000\n第一句\n", "a.srt")
        #expect(transcript.segments.map(\.text) == ["第一句", "第二句"])
        #expect(transcript.segments.map(\.end) == [6, 9])
        #expect(transcript.notes.isEmpty)
    }

    @Test func `traditional characters become simplified`() throws {
        #expect(try parse("請問預製菜怎麼加熱", "a.txt").segments.map(\.text) == ["请问预制菜怎么加热"])
    }

    @Test func `a transcript that runs past its recording is doubted`() throws {
        let text = "1\n00:00:10,000 --> 00:00:40,000\n你好\n"
        #expect(try parse(text, "a.srt", seconds: 12).notes.map(\.code) == ["transcript.lengthDiffers"])
        #expect(try parse(text, "a.srt", seconds: 38).notes.isEmpty)
    }

    @Test(arguments: [
        ("", TranscriptError.Code.empty), ("  \n \n", .empty), ("WEBVTT\n\n", .empty),
        ("1\n00:xx --> 00:01\n你好\n", .malformed),
    ])
    func `a sidecar without usable cues says why`(text: String, code: TranscriptError.Code) {
        #expect(throws: TranscriptError.self) { try parse(text, "a.srt") }
        do { _ = try parse(text, "a.srt") } catch let error as TranscriptError {
            #expect(error.code == code)
        } catch {}
    }

    @Test func `a binary named srt and a 10 MB text are refused`() {
        let binary: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 0, 1, 2, 3, 0xFF, 0xFE, 0xFD]
        #expect(throws: TranscriptError.self) {
            try SidecarTranscript.parse(binary, fileName: "a.srt", recordingSeconds: nil)
        }
        let long = [UInt8](repeating: UInt8(ascii: "a"), count: 10 << 20)
        #expect(throws: TranscriptError(.tooLarge, detail: "\(long.count) bytes")) {
            try SidecarTranscript.parse(long, fileName: "a.txt", recordingSeconds: nil)
        }
    }

    @Test(arguments: ["1e300", "-4", "1e9"])
    func `a time that no recording has is dropped, the text stays`(end: String) throws {
        let bytes = [UInt8](#"{"segments":[{"start":0,"end":\#(end),"text":"好的"}]}"#.utf8)
        let transcript = try SidecarTranscript.parse(bytes, fileName: "a.json", recordingSeconds: 10)
        #expect(transcript.segments.map(\.text) == ["好的"])
        #expect(transcript.segments.first?.end == nil)
        #expect(transcript.notes.map(\.code) == ["transcript.impossibleTimes"])
    }

    @Test func `random bytes end in a transcript or an error, never a crash`() {
        var random = SeededGenerator(seed: 7)
        let alphabet: [UInt8] = Array("0123:,.->\n{}[]\"<v 你好".utf8)
        for round in 0..<2000 {
            let bytes = (0..<Int.random(in: 0..<120, using: &random)).map { _ in
                alphabet.randomElement(using: &random) ?? 0
            }
            let name = ["a.srt", "a.vtt", "a.json", "a.txt"][round % 4]
            do {
                let transcript = try SidecarTranscript.parse(bytes, fileName: name, recordingSeconds: 10)
                #expect(!transcript.segments.isEmpty)
            } catch {}
        }
    }
}
