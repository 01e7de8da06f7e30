public import Evidence

/// The transcript that somebody uploaded beside a recording: .txt, .srt, .vtt, .json.
public enum SidecarTranscript {
    /// A sidecar may run this much past the recording before it is doubted, seconds.
    static let toleratedOverrun = 3.0
    /// Seconds. A hundred hours: no recording is that long, and a larger number is no time.
    static let latestTime = 360_000.0

    /// - Parameters:
    ///   - fileName: its ending says how the text is to be read; anything else is read as plain lines.
    ///   - recordingSeconds: length of the recording, to notice a sidecar of another one.
    /// - Throws: when the bytes are no text, or no transcript of the kind that the name says.
    public static func parse(
        _ bytes: [UInt8], fileName: String, recordingSeconds: Double?
    ) throws(TranscriptError) -> Transcript {
        let text = try TranscriptText.decode(bytes)
        var segments: [Transcript.Segment]
        switch fileName.lowercased().split(separator: ".").last {
        case "srt", "vtt": segments = try TimedCues.parse(text)
        case "json": segments = try RecognizerJSON.parse(text)
        default:
            segments = text.split(separator: "\n").map { String($0).trimmingWhitespace() }
                .filter { !$0.isEmpty }.map { Transcript.Segment(text: $0) }
        }
        guard !segments.isEmpty else { throw TranscriptError(.empty, detail: "no segment") }
        for index in segments.indices {
            segments[index].text = SimplifiedChinese.text(segments[index].text)
        }
        let notes = examine(&segments, recordingSeconds)
        return Transcript(source: .sidecar, segments: segments, notes: notes)
    }

    /// Impossible times are dropped, segments put in order, and what is odd is said.
    private static func examine(_ segments: inout [Transcript.Segment], _ recordingSeconds: Double?)
        -> [Reason]
    {
        var notes: [Reason] = []
        var impossible = false
        for index in segments.indices {
            let start = segments[index].start
            let end = segments[index].end
            let outside = [start, end].contains { $0.map { !(0...latestTime).contains($0) } ?? false }
            if outside || (end ?? latestTime) < (start ?? 0) {
                segments[index].start = nil
                segments[index].end = nil
                impossible = true
            }
        }
        if impossible {
            notes.append(
                Reason(
                    code: "transcript.impossibleTimes", chinese: "转写中有几处时间不成立，只用了文字",
                    english: "some times of the transcript are impossible; only their text is used"))
        }
        let timed = segments.enumerated().allSatisfy { $0.element.start != nil }
        if timed {
            segments = segments.enumerated()
                .sorted { (($0.element.start ?? 0), $0.offset) < (($1.element.start ?? 0), $1.offset) }.map(
                    \.element)
        }
        let last = segments.compactMap(\.end).max() ?? 0
        if let recordingSeconds, last > recordingSeconds + toleratedOverrun {
            notes.append(
                Reason(
                    code: "transcript.lengthDiffers",
                    chinese: "转写到第 \(Int(last)) 秒，录音只有 \(Int(recordingSeconds)) 秒，请确认是同一段录音",
                    english:
                        "the transcript runs to \(Int(last)) s, the recording lasts \(Int(recordingSeconds)) s"
                ))
        }
        return notes
    }
}
