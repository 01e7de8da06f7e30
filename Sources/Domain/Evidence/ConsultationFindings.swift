/// A time-stamped text of a recording (转写文本), and how it was obtained.
public struct Transcript: Codable, Sendable, Equatable {
    public enum Source: String, Codable, Sendable { case sidecar, embedded, external, corrected }

    public struct Segment: Codable, Sendable, Equatable {
        /// Seconds from the start of the recording; null where the source gives no times.
        @ExplicitNull public var start: Double?
        @ExplicitNull public var end: Double?
        public var text: String
        /// The engine's own, 0…1; absent where it gives none.
        public var confidence: Double?
        public init(start: Double? = nil, end: Double? = nil, text: String, confidence: Double? = nil) {
            self.start = start
            self.end = end
            self.text = text
            self.confidence = confidence
        }
    }

    /// What wrote the text down, where it was a program of ours or of headquarters.
    public struct Engine: Codable, Sendable, Hashable {
        /// `whisper.cpp`, or the host of an external engine.
        public var name: String
        public var version: String
        public var model: String
        /// SHA-256 of the model file; absent for an external engine.
        public var modelDigest: String?
        public init(name: String, version: String, model: String, modelDigest: String? = nil) {
            self.name = name
            self.version = version
            self.model = model
            self.modelDigest = modelDigest
        }
    }

    public var source: Source
    public var segments: [Segment]
    /// Findings about the transcript itself (`transcript.lengthDiffers`, …).
    public var notes: [Reason]
    public var engine: Engine?

    public init(source: Source, segments: [Segment], notes: [Reason] = [], engine: Engine? = nil) {
        self.source = source
        self.segments = segments
        self.notes = notes
        self.engine = engine
    }

    /// Too noisy or too doubtful to found anything on one place alone.
    public var isUnreliable: Bool { notes.contains { $0.code == Reason.unreliableTranscript.code } }
}

extension Reason {
    public static let unreliableTranscript = Reason(
        code: "transcript.unreliable", chinese: "录音嘈杂，转写不可靠，请以录音为准",
        english: "the recording is noisy and its transcript unreliable: listen to the recording")
}

/// What a recording holds (contract of `analyze consultation`).
public struct ConsultationFindings: Codable, Sendable, Equatable {
    public struct Audio: Codable, Sendable, Equatable {
        public var seconds: Double
        public var speechSeconds: Double
        /// Root mean square in dBFS; null for digital silence.
        @ExplicitNull public var levelDecibels: Double?
        /// Estimated from speech against pauses, dB; null where one of them is missing.
        @ExplicitNull public var signalToNoiseDecibels: Double?
        /// Share of samples at full scale, 0…1.
        public var clippedShare: Double
        /// 1, or 2 for two and more clearly different voices; absent where too little is heard to tell.
        public var voices: Int?
        public init(
            seconds: Double, speechSeconds: Double, levelDecibels: Double? = nil,
            signalToNoiseDecibels: Double? = nil, clippedShare: Double = 0, voices: Int? = nil
        ) {
            self.seconds = seconds
            self.speechSeconds = speechSeconds
            self.levelDecibels = levelDecibels
            self.signalToNoiseDecibels = signalToNoiseDecibels
            self.clippedShare = clippedShare
            self.voices = voices
        }
    }

    public struct Keyword: Codable, Sendable, Equatable {
        public struct Place: Codable, Sendable, Equatable {
            public var segment: Int
            @ExplicitNull public var start: Double?
            public init(segment: Int, start: Double? = nil) {
                self.segment = segment
                self.start = start
            }
        }
        public var term: String
        public var weight: Double
        public var at: [Place]
        public init(term: String, weight: Double, at: [Place]) {
            self.term = term
            self.weight = weight
            self.at = at
        }
    }

    public enum Polarity: String, Codable, Sendable { case concern, question, praise }

    public struct Topic: Codable, Sendable, Equatable {
        public struct Evidence: Codable, Sendable, Equatable {
            /// Index of the transcript's segment.
            public var segment: Int
            public var text: String
            @ExplicitNull public var start: Double?
            public init(segment: Int, text: String, start: Double? = nil) {
                self.segment = segment
                self.text = text
                self.start = start
            }
        }
        public var id: String
        public var polarity: Polarity
        public var evidence: [Evidence]
        public var confidence: Double
        public init(id: String, polarity: Polarity, evidence: [Evidence], confidence: Double) {
            self.id = id
            self.polarity = polarity
            self.evidence = evidence
            self.confidence = confidence
        }
    }

    /// Null when only a transcript was given.
    @ExplicitNull public var audio: Audio?
    /// Null when there is none: then nothing is said about topics.
    @ExplicitNull public var transcript: Transcript?
    public var keywords: [Keyword]
    public var topics: [Topic]
    /// `customer`, `staff`, `unknown`, one a segment.
    public var speakers: [String]
    /// Readable and with enough speech: counts for consultation capture.
    public var usable: Bool
    public var reasons: [Reason]
    public var analyzer: AnalyzerIdentity

    public init(
        audio: Audio?, transcript: Transcript?, keywords: [Keyword] = [], topics: [Topic] = [],
        speakers: [String] = [], usable: Bool, reasons: [Reason] = [], analyzer: AnalyzerIdentity
    ) {
        self.audio = audio
        self.transcript = transcript
        self.keywords = keywords
        self.topics = topics
        self.speakers = speakers
        self.usable = usable
        self.reasons = reasons
        self.analyzer = analyzer
    }
}
