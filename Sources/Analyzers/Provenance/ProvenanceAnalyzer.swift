public import AnalyzerKit
public import Evidence
public import Media

/// Judges whether a picture is from this store, of this day, and untouched: small checks, each with its own code, put
/// together by a policy. It explains and never accuses; what cannot be known stays unsaid.
public struct ProvenanceAnalyzer: Analyzer, PictureFingerprinting {
    public typealias Input = ProvenanceInput
    public typealias Findings = ProvenanceFindings

    let stores: [Store]
    let policy: ProvenancePolicy

    /// - Parameter stores: all of the chain, so that another store's place, name or address is recognised.
    public init(stores: [Store], policy: ProvenancePolicy = ProvenancePolicy()) {
        self.stores = stores.sorted { $0.id < $1.id }
        self.policy = policy
    }

    public var identity: AnalyzerIdentity {
        AnalyzerIdentity(name: "provenance", version: "1.5+policy.\(policy.version)")
    }

    public func fingerprint(of picture: Raster) -> PictureFingerprint {
        PictureSignature(of: picture).fingerprint
    }

    public func analyze(_ input: ProvenanceInput) async throws(AnalysisError) -> ProvenanceFindings {
        guard let reader = input.reader, input.kind == .shelfPhoto else { return judge(input) }
        let look = CloserLook(
            picture: input.picture, reader: reader, watermarks: WatermarkReader(stores: stores))
        var closer = input
        closer.lines = try await look.lines(
            input.lines, tellsTime: input.facts.capture.dateTimeOriginal != nil)
        return judge(closer)
    }

    /// What the lines at hand tell, without looking closer.
    func judge(_ input: ProvenanceInput) -> ProvenanceFindings {
        let reuse = ReuseCheck(policy: policy).check(input)
        let exif = input.facts.capture.hasExif ? ProvenanceFindings.Exif(input.facts) : nil
        guard input.kind == .shelfPhoto else {
            return ProvenanceFindings(
                verdict: policy.verdict(of: reuse), reasons: reuse, exif: exif, analyzer: identity)
        }
        let capture = input.facts.capture
        let watermark = WatermarkReader(stores: stores).read(input.lines)
        let place = PlaceCheck(policy: policy, store: input.store, stores: stores)
            .check(
                capture: capture, watermark: watermark, client: input.clientPosition,
                earlierPositions: input.earlierPositions)
        let time = TimeCheck(
            policy: policy, store: input.store, day: input.day, receivedAt: input.receivedAt
        ).check(capture: capture, watermark: watermark)
        let days = DayCheck(policy: policy, store: input.store, day: input.day)
            .check(capture: capture, watermark: watermark, neighbours: input.neighbours)
        let device = DeviceCheck(policy: policy, store: input.store, stores: stores)
            .check(capture: capture, elsewhere: input.deviceElsewhere)
        let address =
            watermark.map { AddressCheck(policy: policy, store: input.store, stores: stores).check($0) } ?? []
        let tellsPlace = input.clientPosition.map(ClientPositionCheck.tellsPlace) ?? false
        let challenge = ChallengeCheck(policy: policy, proof: input.captureProof, lines: input.lines)
        let capturing = CaptureCheck(policy: policy)
            .check(
                capture: capture, watermark: watermark,
                tellsMore: tellsPlace || challenge.isSigned || challenge.isShown,
                known: input.makerNotes)
        let traces = TraceCheck(policy: policy).check(input, watermark: watermark)
        let credential = CredentialCheck(policy: policy).check(capture.credential)
        let reasons =
            (place.reasons + time + days + device + address + capturing + challenge.reasons()
            + credential + traces + reuse)
            .enumerated().sorted {
                ($0.element.severity.rank, $0.offset) < ($1.element.severity.rank, $1.offset)
            }
            .map(\.element)
        let signals = SignalList(
            policy: policy, input: input, watermark: watermark, distanceMetres: place.distanceMetres,
            reasons: reasons)
        return ProvenanceFindings(
            verdict: policy.verdict(of: reasons), reasons: reasons, signals: signals.signals(), exif: exif,
            watermark: watermark.map { Self.watermark($0, datum: place.datum, day: input.day) },
            wgs84: place.believed.map { [$0.latitude.rounded(places: 7), $0.longitude.rounded(places: 7)] },
            distanceMetres: place.distanceMetres.map { $0.rounded(places: 1) }, analyzer: identity)
    }

    private static func watermark(
        _ reading: WatermarkReading, datum: ProvenanceFindings.Datum, day: BusinessDay
    ) -> ProvenanceFindings.Watermark {
        let date = reading.date.flatMap { WatermarkTime.resolved($0, near: day) }
        return ProvenanceFindings.Watermark(
            texts: reading.texts, time: date.map { WatermarkTime.text(date: $0, time: reading.time) },
            weekday: reading.weekday, latitude: reading.coordinate?.point.latitude.rounded(places: 8),
            longitude: reading.coordinate?.point.longitude.rounded(places: 8), datum: datum,
            store: reading.storeName, place: reading.address?.text, code: reading.code, box: reading.box)
    }
}

extension ProvenanceFindings.Severity {
    /// Rejecting reasons first, then suspect ones, then what is only said.
    var rank: Int {
        switch self {
        case .rejected: 0
        case .suspect: 1
        case .info: 2
        }
    }
}

extension Double {
    /// Rounded to decimal places, so that the same place is the same text.
    func rounded(places: Int) -> Double {
        guard isFinite, abs(self) < 1e8 else { return self }
        let scale = (0..<places).reduce(1.0) { value, _ in value * 10 }
        return (self * scale).rounded() / scale
    }
}
