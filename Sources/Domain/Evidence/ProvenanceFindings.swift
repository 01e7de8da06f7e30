/// Whether a picture is from this store, of this day, and untouched (contract of `analyze provenance`).
public struct ProvenanceFindings: Codable, Sendable, Equatable {
    public enum Severity: String, Codable, Sendable { case info, suspect, rejected }

    /// One coded observation, never an accusation.
    public struct Observation: Codable, Sendable, Equatable {
        /// As in the watermark data: `place.outsideGeofence`.
        public var code: String
        /// What was seen, in Chinese, with the figures.
        public var detail: String
        public var detailEnglish: String?
        public var severity: Severity
        /// How well such a hint told changed pictures from others where that was tried, for those who decide upon it.
        public var measured: String?
        public var measuredEnglish: String?
        /// The earlier picture that this one repeats: a file name on the command line, an evidence id in the service.
        @ExplicitNull public var of: String?
        /// Where in the picture it was seen; nil where it is about no place.
        public var areas: [Box]?
        /// How strongly the parts of the picture stand out in what was seen.
        public var heat: HeatMap?
        public init(
            code: String, detail: String, detailEnglish: String? = nil, severity: Severity, of: String? = nil,
            areas: [Box]? = nil, heat: HeatMap? = nil
        ) {
            self.heat = heat
            self.areas = areas
            self.code = code
            self.detail = detail
            self.detailEnglish = detailEnglish
            self.severity = severity
            self.of = of
        }
    }

    /// Capture facts that the file itself states.
    public struct Exif: Codable, Sendable, Equatable {
        @ExplicitNull public var make: String?
        @ExplicitNull public var model: String?
        @ExplicitNull public var software: String?
        /// Local, as written: `2026-11-20T14:05:11`.
        @ExplicitNull public var dateTimeOriginal: String?
        /// `+08:00`
        @ExplicitNull public var offset: String?
        /// Degrees of the GPS directory.
        @ExplicitNull public var latitude: Double?
        @ExplicitNull public var longitude: Double?
        @ExplicitNull public var orientation: Int?
        /// UTC, `2026-11-20T06:05:11Z`.
        @ExplicitNull public var gpsDateTime: String?
        public init(
            make: String? = nil, model: String? = nil, software: String? = nil,
            dateTimeOriginal: String? = nil,
            offset: String? = nil, latitude: Double? = nil, longitude: Double? = nil, orientation: Int? = nil,
            gpsDateTime: String? = nil
        ) {
            self.make = make
            self.model = model
            self.software = software
            self.dateTimeOriginal = dateTimeOriginal
            self.offset = offset
            self.latitude = latitude
            self.longitude = longitude
            self.orientation = orientation
            self.gpsDateTime = gpsDateTime
        }
    }

    public enum Datum: String, Codable, Sendable {
        case wgs84 = "WGS-84"
        case gcj02 = "GCJ-02"
        case bd09 = "BD-09"
        case unknown
    }

    /// What is burnt into the picture.
    public struct Watermark: Codable, Sendable, Equatable {
        public var texts: [String]
        /// Local, as printed: `2026-11-20T19:23`, with seconds where seconds are printed.
        @ExplicitNull public var time: String?
        /// 1 = Monday … 7 = Sunday.
        @ExplicitNull public var weekday: Int?
        /// As printed, not converted.
        @ExplicitNull public var latitude: Double?
        @ExplicitNull public var longitude: Double?
        public var datum: Datum
        @ExplicitNull public var store: String?
        @ExplicitNull public var place: String?
        @ExplicitNull public var code: String?
        public var box: Box?
        public init(
            texts: [String], time: String? = nil, weekday: Int? = nil, latitude: Double? = nil,
            longitude: Double? = nil, datum: Datum = .unknown, store: String? = nil, place: String? = nil,
            code: String? = nil, box: Box? = nil
        ) {
            self.texts = texts
            self.time = time
            self.weekday = weekday
            self.latitude = latitude
            self.longitude = longitude
            self.datum = datum
            self.store = store
            self.place = place
            self.code = code
            self.box = box
        }
    }

    /// One small check: what it saw and what it makes of it.
    public struct Signal: Codable, Sendable, Equatable {
        public enum Result: String, Codable, Sendable {
            /// Speaks for the picture.
            case supports
            /// Nothing to see, or nothing that speaks for or against.
            case neutral
            /// Gave a reason that is held against the picture.
            case contradicts
            /// Could not be checked, and why stands in the detail.
            case notAssessed
        }

        /// `exif.time`, `watermark.place`, `reuse` …
        public var name: String
        public var result: Result
        /// What it can add to a verdict under the policy; 0 = never more than said.
        public var weight: Double
        /// The reason codes that it gave.
        public var codes: [String]
        public var detail: String
        public var detailEnglish: String
        public init(
            name: String, result: Result, weight: Double, codes: [String], detail: String,
            detailEnglish: String
        ) {
            self.name = name
            self.result = result
            self.weight = weight
            self.codes = codes
            self.detail = detail
            self.detailEnglish = detailEnglish
        }
    }

    public var verdict: Verdict
    public var reasons: [Observation]
    /// Every check that was made, in a fixed order; nil in findings of earlier versions.
    public var signals: [Signal]?
    @ExplicitNull public var exif: Exif?
    @ExplicitNull public var watermark: Watermark?
    /// `[latitude, longitude]` of the reading that was believed.
    @ExplicitNull public var wgs84: [Double]?
    /// From the store, by that reading.
    @ExplicitNull public var distanceMetres: Double?
    public var analyzer: AnalyzerIdentity

    public init(
        verdict: Verdict, reasons: [Observation] = [], signals: [Signal]? = nil, exif: Exif? = nil,
        watermark: Watermark? = nil,
        wgs84: [Double]? = nil, distanceMetres: Double? = nil, analyzer: AnalyzerIdentity
    ) {
        self.verdict = verdict
        self.reasons = reasons
        self.signals = signals
        self.exif = exif
        self.watermark = watermark
        self.wgs84 = wgs84
        self.distanceMetres = distanceMetres
        self.analyzer = analyzer
    }
}
