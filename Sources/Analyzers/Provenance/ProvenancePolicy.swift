public import Evidence

/// The limits of the checks and the strongest verdict of every code. A policy, not physics: a chain may choose others.
/// The defaults are the rules of the watermark data.
public struct ProvenancePolicy: Sendable, Equatable {
    /// Goes into the analyser's identity, so that findings say which policy judged.
    public var version = "1"
    /// Beyond the larger of this and `outsideRadii` times the store's radius a place is outside, metres.
    public var outsideMetres = 1000.0
    public var outsideRadii = 3.0
    /// EXIF and watermark may lie so far apart, metres.
    public var placeAgreementMetres = 300.0
    /// EXIF and watermark, or capture and receipt, may differ by so much, minutes.
    public var timeToleranceMinutes = 10.0
    /// From capture to receipt; more is said, hours.
    public var uploadDelayHours = 24.0
    /// Photos of a model with a maker note before the lack of one says anything.
    public var makerNoteOriginals = 20
    /// And the share of that model's photos that must have one.
    public var makerNoteShare = 0.95
    /// From store to store, door to door, nobody is faster: trains run 350 km/h between stations, not between shelves.
    public var travelKilometresPerHour = 200.0
    /// Weights of suspect codes add up; below this sum they are only said.
    public var suspectWeight = 1.0
    /// Whether photos must show the code of their batch or be signed with it.
    public var asksForCode = false
    /// Severity by code; a code that is not named is only said.
    public var severities: [String: ProvenanceFindings.Severity]
    /// Weight by code; a code that is not named weighs 1 where it can change the verdict.
    public var weights: [String: Double] = [ReasonCode.makerNoteStripped.rawValue: 0.5]
    /// Advice by code that stands instead of the shipped one: Chinese, English.
    private var sentences: [String: [String]] = [:]

    public init() {
        severities = [:]
        for code in ReasonCode.allCases { severities[code.rawValue] = Self.severity(of: code) }
    }

    /// Every code with the strongest verdict that a chain may give it: only what is shipped as rejecting can reject.
    public static let codes: [String: ProvenanceFindings.Severity] = Dictionary(
        uniqueKeysWithValues: ReasonCode.allCases.map {
            ($0.rawValue, severity(of: $0) == .rejected ? .rejected : .suspect)
        })

    /// The shipped policy with a chain's changes. A code that is no more than a hint stays one.
    public init(_ rules: ProvenanceRules?) {
        self.init()
        guard let rules else { return }
        version = rules.version ?? version
        outsideMetres = rules.outsideMetres ?? outsideMetres
        outsideRadii = rules.outsideRadii ?? outsideRadii
        placeAgreementMetres = rules.placeAgreementMetres ?? placeAgreementMetres
        timeToleranceMinutes = rules.timeToleranceMinutes ?? timeToleranceMinutes
        uploadDelayHours = rules.uploadDelayHours ?? uploadDelayHours
        travelKilometresPerHour = rules.travelKilometresPerHour ?? travelKilometresPerHour
        makerNoteOriginals = rules.makerNoteOriginals ?? makerNoteOriginals
        makerNoteShare = rules.makerNoteShare ?? makerNoteShare
        suspectWeight = rules.suspectWeight ?? suspectWeight
        asksForCode = rules.asksForCode ?? asksForCode
        for (code, entry) in rules.codes {
            guard let strongest = Self.codes[code] else { continue }
            if let verdict = entry.verdict, verdict.rank >= strongest.rank { severities[code] = verdict }
            weights[code] = entry.weight ?? weights[code]
            if let chinese = entry.chinese, let english = entry.english {
                sentences[code] = [chinese, english]
            }
        }
    }

    func weight(_ code: String) -> Double { weights[code] ?? (severities[code] ?? .info == .info ? 0 : 1) }

    /// Metres from a store at which a place counts as elsewhere.
    func outsideLimit(radiusMetres: Double) -> Double { max(outsideMetres, outsideRadii * radiusMetres) }

    private static func severity(of code: ReasonCode) -> ProvenanceFindings.Severity {
        switch code {
        case .placeOutsideGeofence, .otherBusinessDay, .timeFuture, .duplicateReused: .rejected
        case .placeMismatch, .placeOtherStore, .placeSwapped, .timeMismatch, .weekdayMismatch,
            .addressMismatch, .storeMismatch, .watermarkEdited, .recaptureScreen, .softwareEditor,
            .exifThumbnail, .noCaptureFacts, .duplicateSameBatch, .credentialInvalid, .daysInOneMinute,
            .impossibleTravel, .makerNoteStripped:
            .suspect
        case .challengeMissing, .challengeInvalid, .deviceAtOtherStores, .placeNearGeofence, .placeImpossible,
            .storeWithoutCoordinate, .clientElsewhere, .clientSwapped, .clientImpossible, .clientNullIsland,
            .clientPositionMocked, .gpsNullIsland, .datumGCJ02, .timeNotAssessed, .orderDiffers,
            .watermarkMissing, .exifMissing, .exifNoGPS, .exifSwapped, .timeClockOff, .timeZoneDiffers,
            .timeUploadDelayed, .noMakerNote, .credentialSignerUnknown, .credentialUnreadable,
            .credentialNotAssessed, .copiedArea, .splicedArea:
            .info
        }
    }

    func severity(_ code: ReasonCode) -> ProvenanceFindings.Severity { severities[code.rawValue] ?? .info }

    /// What was seen, followed by what to do.
    func observation(
        _ code: ReasonCode, chinese: String, english: String, of earlier: String? = nil, areas: [Box]? = nil,
        measured: Measured? = nil
    ) -> ProvenanceFindings.Observation {
        let (shippedChinese, shippedEnglish) = code.advice
        let own = sentences[code.rawValue]
        let (chineseAdvice, englishAdvice) = (own?[0] ?? shippedChinese, own?[1] ?? shippedEnglish)
        var observation = ProvenanceFindings.Observation(
            code: code.rawValue, detail: chinese + "。" + chineseAdvice,
            detailEnglish: english + ". " + englishAdvice,
            severity: severity(code), of: earlier, areas: areas)
        observation.measured = measured?.chinese
        observation.measuredEnglish = measured?.english
        return observation
    }

    /// How well a hint told changed pictures from others where that was tried.
    struct Measured {
        let chinese: String
        let english: String
    }

    /// One rejecting reason decides; suspect ones must weigh enough together.
    func verdict(of reasons: [ProvenanceFindings.Observation]) -> Verdict {
        if reasons.contains(where: { $0.severity == .rejected }) { return .rejected }
        let sum = reasons.filter { $0.severity == .suspect }.reduce(0) { $0 + weight($1.code) }
        return sum > 0 && sum >= suspectWeight ? .suspect : .trusted
    }
}

extension ReasonCode {
    /// What the sender can do, in Chinese and English; never an accusation.
    var advice: (String, String) {
        switch self {
        case .placeOutsideGeofence, .placeOtherStore:
            ("请在本店重新拍摄后上传。", "Please take the photo again at the store and upload it.")
        case .placeMismatch, .placeSwapped, .clientElsewhere, .clientPositionMocked:
            ("请检查水印相机的定位，必要时重新拍摄。", "Please check the watermark camera's location and retake if needed.")
        case .impossibleTravel:
            (
                "请由本店人员在本店拍摄；如手机时间不准，请打开自动时间。",
                "Please have the photo taken at the store; if the phone's clock is wrong, let it set itself."
            )
        case .otherBusinessDay, .daysInOneMinute: ("请上传当天拍摄的照片。", "Please upload a photo taken on the day.")
        case .timeFuture, .timeMismatch, .orderDiffers:
            ("请检查手机与水印相机的时间，再重新拍摄。", "Please check the clocks of phone and watermark camera, then retake.")
        case .weekdayMismatch, .watermarkEdited:
            ("请上传水印相机直接拍摄的原图。", "Please upload the original picture straight from the watermark camera.")
        case .addressMismatch, .storeMismatch:
            ("请确认水印中的地址与门店是否为本店。", "Please check that the watermark names this store and its address.")
        case .recaptureScreen: ("请直接拍摄货架，不要翻拍屏幕。", "Please photograph the shelf itself, not a screen.")
        case .softwareEditor: ("请上传未经修图软件处理的原图。", "Please upload the original that no editor has saved.")
        case .timeClockOff:
            ("请打开手机的自动日期和时间。", "Please let the phone set date and time by itself.")
        case .credentialInvalid, .makerNoteStripped:
            ("请上传相机直接保存的原图。", "Please upload the original as the camera saved it.")
        case .copiedArea, .splicedArea:
            (
                "如果改动过，请上传原图；没有改动则无需处理。",
                "If it was changed, please upload the original; otherwise there is nothing to do."
            )
        case .exifThumbnail: ("请上传未经处理的原图。", "Please upload the untouched original.")
        case .noCaptureFacts:
            ("请用水印相机拍摄，或上传手机原图。", "Please use a watermark camera or upload the phone's original.")
        case .challengeMissing, .challengeInvalid:
            (
                "请刷新上报页，让画面中出现页面上的拍摄码，或直接用页面拍摄。",
                "Please reload the page, then show its code in the picture or take the photo with the page."
            )
        case .duplicateReused: ("请重新拍摄当前的货架。", "Please take a new photo of the shelf as it is now.")
        case .duplicateSameBatch: ("请为这一项上传另一张照片。", "Please upload another photo for this slot.")
        case .placeImpossible, .gpsNullIsland: ("可打开手机定位后拍摄。", "Turning on the phone's location helps.")
        case .storeWithoutCoordinate: ("请总部补充门店坐标。", "Headquarters should add the store's coordinate.")
        case .deviceAtOtherStores, .placeNearGeofence, .clientSwapped, .clientImpossible, .clientNullIsland,
            .datumGCJ02, .timeNotAssessed, .watermarkMissing, .exifMissing, .exifNoGPS, .exifSwapped,
            .timeZoneDiffers, .timeUploadDelayed, .noMakerNote, .credentialSignerUnknown,
            .credentialUnreadable, .credentialNotAssessed:
            ("无需处理。", "Nothing to do.")
        }
    }
}
