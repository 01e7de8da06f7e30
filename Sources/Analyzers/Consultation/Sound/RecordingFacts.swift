import Evidence
import Media

/// What a recording's sound says, and what that means for the manager.
struct RecordingFacts: Sendable {
    var audio: ConsultationFindings.Audio
    var reasons: [Reason]
    var isUsable: Bool
    var hasSpeech: Bool

    /// Shorter recordings cannot hold a consultation, seconds.
    static let leastSeconds = 5.0
    /// Less speech than this is none: a word in passing, seconds and share of the recording.
    static let leastSpeechSeconds = 2.0
    static let leastSpeechShare = 0.05
    /// Without speech and below this level the microphone heard nothing but the room, dBFS.
    static let silentDecibels = -34.0
    static let fullScale: Float = 0.999
    static let clippedShare = 0.01
    static let noisyDecibels = 5.0
    /// Tones in this share of the loud time are music or a machine.
    static let musicShare = 0.7
    static let codecSeconds = 0.5

    /// - Parameters:
    ///   - recordedSeconds: of the whole file, where `recording` is its beginning alone.
    ///   - speech: where a trained detector heard speech, seconds; without it the sound is judged here.
    init(
        _ recording: Waveform, recordedSeconds: Double? = nil, speech: [ClosedRange<Double>]? = nil,
        silentChannels: Int = 0
    ) {
        let activity = SpeechDetector.activity(in: recording, heard: speech)
        audio = Self.measure(recording, activity)
        let seconds = audio.seconds
        hasSpeech =
            audio.speechSeconds >= Self.leastSpeechSeconds
            && audio.speechSeconds >= seconds * Self.leastSpeechShare
        if seconds < Self.leastSeconds {
            reasons = [Self.tooShort]
            isUsable = false
        } else if !hasSpeech {
            let isSilent = (audio.levelDecibels ?? -120) < Self.silentDecibels
            let isMusic = activity.tonalShare >= Self.musicShare
            reasons = [isSilent ? Self.silent : isMusic ? Self.musicOnly : Self.noSpeech]
            isUsable = false
        } else {
            reasons = Self.doubts(audio)
            isUsable = true
        }
        if silentChannels > 0 { reasons.append(Self.deadChannel) }
        // Codecs add some hundredths of a second.
        if let recordedSeconds, recordedSeconds > seconds + Self.codecSeconds {
            reasons.append(Self.cut(after: seconds, of: recordedSeconds))
            audio.seconds = rounded(recordedSeconds, 100)
        }
    }

    private static func measure(
        _ recording: Waveform, _ activity: SpeechActivity
    ) -> ConsultationFindings.Audio {
        var sum = 0.0
        var clipped = 0
        for sample in recording.samples where sample.isFinite {
            sum += Double(sample) * Double(sample)
            if abs(sample) >= fullScale { clipped += 1 }
        }
        let count = Double(max(1, recording.samples.count))
        let meanPower = Float(sum / count)
        return ConsultationFindings.Audio(
            seconds: rounded(recording.seconds, 100), speechSeconds: rounded(activity.speechSeconds, 100),
            levelDecibels: meanPower > 1e-12 ? rounded(Double(decibels(meanPower)), 10) : nil,
            signalToNoiseDecibels: activity.signalToNoiseDecibels.map { rounded($0, 10) },
            clippedShare: rounded(Double(clipped) / count, 10_000), voices: activity.voices)
    }

    private static func doubts(_ audio: ConsultationFindings.Audio) -> [Reason] {
        var found: [Reason] = []
        if audio.clippedShare >= clippedShare {
            found.append(
                Reason(
                    code: "audio.clipped", chinese: "录音声音过大有破音，请把手机拿远一点",
                    english: "the recording is overdriven: please hold the phone further away"))
        }
        if let ratio = audio.signalToNoiseDecibels, ratio < noisyDecibels {
            found.append(
                Reason(
                    code: "audio.noisy", chinese: "录音噪声较大，请靠近顾客录音",
                    english: "the recording is noisy: please record closer to the customer"))
        }
        return found
    }

    private static let tooShort = Reason(
        code: "audio.tooShort", chinese: "录音太短，请录满 10 秒",
        english: "the recording is too short: please record at least 10 seconds")

    private static let silent = Reason(
        code: "audio.silent", chinese: "录音里没有声音，请检查麦克风后重录",
        english: "the recording is silent: please check the microphone and record again")

    private static let musicOnly = Reason(
        code: "audio.musicOnly", chinese: "录音里只有音乐或机器声，没有人说话，请在顾客咨询时重录",
        english: "there is only music or a machine's sound: please record again while a customer asks")

    private static let deadChannel = Reason(
        code: "audio.deadChannel", chinese: "双声道录音有一路没有声音，请检查麦克风或耳机插头",
        english: "one channel of the recording is dead: please check the microphone or the plug")

    private static func cut(after kept: Double, of whole: Double) -> Reason {
        let minutes = (kept: Int(kept / 60), whole: Int(whole / 60))
        return Reason(
            code: "audio.cut", chinese: "录音长达 \(minutes.whole) 分钟，只分析了前 \(minutes.kept) 分钟，请按每次咨询分段录制",
            english:
                "the recording is \(minutes.whole) minutes long and only its first \(minutes.kept) were analysed: "
                + "please make one recording a consultation")
    }

    private static let noSpeech = Reason(
        code: "audio.noSpeech", chinese: "录音里没有听到人说话，请在顾客咨询时重录",
        english: "nobody speaks in the recording: please record again while a customer asks")
}

/// Rounded to a fraction of 1, away from zero at the half, so that documents stay short.
func rounded(_ value: Double, _ fraction: Double) -> Double { (value * fraction).rounded() / fraction }
