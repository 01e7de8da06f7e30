import AnalyzerKit
import Evidence
import Media

/// Every check with what it saw: what gave a reason contradicts, what was compared with something known and fits supports.
/// The rest is neutral, also where a search for traces found none, or not assessed. Nothing is judged here a second time.
struct SignalList {
    let policy: ProvenancePolicy
    let input: ProvenanceInput
    let watermark: WatermarkReading?
    let distanceMetres: Double?
    let reasons: [ProvenanceFindings.Observation]

    private typealias Signal = ProvenanceFindings.Signal
    /// What a check saw, Chinese and English.
    private typealias Sight = (String, String)

    private struct Check {
        var name: String
        var codes: [ReasonCode]
        /// nil where there was nothing to see.
        var seen: Sight?
        /// Why nothing could be checked.
        var hindrance: Sight?
        /// Whether what was seen was compared with something known and agrees; only this speaks for the picture.
        var fits = false
        /// Whether `seen` is what follows where no reason was given, not something that was seen.
        var isConclusion = false
    }

    func signals() -> [ProvenanceFindings.Signal] {
        let checks = captureChecks() + watermarkChecks() + placeAndTimeChecks() + pictureChecks()
        let claimed = Set(checks.flatMap(\.codes).map(\.rawValue))
        // A reason that no check here names still shows.
        let others = reasons.filter { !claimed.contains($0.code) }
        return checks.map(signal) + others.map(signal)
    }

    private func signal(_ check: Check) -> ProvenanceFindings.Signal {
        let given = reasons.filter { reason in check.codes.contains { $0.rawValue == reason.code } }
        let weight = check.codes.map { policy.weight($0.rawValue) }.max() ?? 0
        let result: Signal.Result =
            if given.contains(where: { $0.severity != .info }) {
                .contradicts
            } else if check.hindrance != nil {
                .notAssessed
            } else if check.seen != nil, check.fits, given.isEmpty {
                .supports
            } else {
                .neutral
            }
        let sight = check.seen ?? check.hindrance ?? ("没有", "none")
        let sights = check.isConclusion && !given.isEmpty ? [] : [sight]
        return Signal(
            name: check.name, result: result, weight: weight, codes: given.map(\.code),
            detail: (sights.map(\.0) + given.flatMap { [$0.detail, $0.measured].compactMap(\.self) })
                .joined(separator: "；"),
            detailEnglish: (sights.map(\.1)
                + given.flatMap { [$0.detailEnglish ?? $0.code, $0.measuredEnglish].compactMap(\.self) })
                .joined(separator: "; "))
    }

    private func signal(_ reason: ProvenanceFindings.Observation) -> ProvenanceFindings.Signal {
        Signal(
            name: reason.code, result: reason.severity == .info ? .neutral : .contradicts,
            weight: policy.weight(reason.code), codes: [reason.code], detail: reason.detail,
            detailEnglish: reason.detailEnglish ?? reason.code)
    }

    private func gaveNone(of codes: ReasonCode...) -> Bool {
        !reasons.contains { reason in codes.contains { $0.rawValue == reason.code } }
    }

    /// A time that was told speaks for the picture where it lies in the day and nothing tells another.
    private var timeFits: Bool { gaveNone(of: .otherBusinessDay, .timeFuture, .timeMismatch) }

    /// A place that was told, where it lies at the store and nothing tells another.
    private var placeFits: Bool {
        input.store.point != nil
            && gaveNone(of: .placeOutsideGeofence, .placeNearGeofence, .placeOtherStore, .placeMismatch)
    }

    // MARK: What the file says

    private var capture: CaptureFacts { input.facts.capture }

    private func captureChecks() -> [Check] {
        let place = capture.latitude.flatMap { latitude in
            capture.longitude.map { "\(latitude.rounded(places: 6)), \($0.rounded(places: 6))" }
        }
        let radius = capture.horizontalErrorMetres.map { " ±\($0.metresText) m" } ?? ""
        let device = [capture.make, capture.model].compactMap(\.self).joined(separator: " ")
        let programs = [capture.software, capture.creatorTool].compactMap(\.self).joined(separator: " · ")
        return [
            Check(
                name: "exif.time", codes: [.timeZoneDiffers, .timeClockOff],
                seen: capture.dateTimeOriginal.map { same($0 + (capture.offset ?? "")) }, fits: timeFits),
            Check(
                name: "exif.place", codes: [.exifNoGPS, .exifSwapped, .gpsNullIsland, .placeImpossible],
                seen: place.map { same($0 + radius) }, fits: placeFits),
            Check(
                name: "exif.device", codes: [.exifMissing, .deviceAtOtherStores, .impossibleTravel],
                seen: device.isEmpty ? nil : same(device)),
            Check(
                name: "exif.software", codes: [.softwareEditor],
                seen: programs.isEmpty ? nil : same(programs)),
            Check(
                name: "exif.thumbnail", codes: [.exifThumbnail],
                seen: input.thumbnail.map { same("\($0.width)×\($0.height)") }),
            Check(
                name: "exif.makerNote", codes: makerNoteCodes,
                seen: capture.hasMakerNote ? ("有厂商信息", "present") : nil),
            Check(
                name: "credential",
                codes: [
                    .credentialInvalid, .credentialSignerUnknown, .credentialUnreadable,
                    .credentialNotAssessed,
                ],
                seen: credentialSeen,
                hindrance: [.notAssessed, .remote].contains(capture.credential.state)
                    ? ("未核对", "not checked") : nil,
                fits: capture.credential.state == .valid && capture.credential.isTrustedSigner),
            Check(
                name: "challenge", codes: [.challengeMissing, .challengeInvalid],
                seen: challengeSeen, fits: true),
            Check(
                name: "client.position",
                codes: [
                    .clientElsewhere, .clientSwapped, .clientImpossible, .clientNullIsland,
                    .clientPositionMocked,
                ],
                seen: input.clientPosition.map { position in
                    same(
                        "\(position.latitude.rounded(places: 6)), \(position.longitude.rounded(places: 6)) ±\(position.accuracy.map(\.metresText) ?? "?") m"
                    )
                },
                fits: input.store.point != nil
                    && input.clientPosition.map(ClientPositionCheck.tellsPlace) == true),
        ]
    }

    /// The lack of one weighs nothing until the model is known.
    private var makerNoteCodes: [ReasonCode] {
        let stripped = ReasonCode.makerNoteStripped
        return reasons.contains { $0.code == stripped.rawValue } ? [.noMakerNote, stripped] : [.noMakerNote]
    }

    private var credentialSeen: Sight? {
        let credential = capture.credential
        if credential.state == .valid, credential.isTrustedSigner {
            let signer = credential.signer ?? "?"
            return (
                "内容凭证（C2PA）完整，签名者\(signer)在信任名单中",
                "the content credential holds, its signer \(signer) is on the trust list"
            )
        }
        return credential.state == .none
            ? nil : same("C2PA \(credential.state.rawValue) \(credential.signer ?? "")")
    }

    private var challengeSeen: Sight? {
        let challenge = ChallengeCheck(policy: policy, proof: input.captureProof, lines: input.lines)
        let code = input.captureProof?.code ?? ""
        if challenge.isSigned {
            return (
                "页面用拍摄码 \(code) 签名，原图完整", "signed by the page with the code \(code), the original is whole"
            )
        }
        return challenge.isShown
            ? ("画面中有当日拍摄码 \(code)", "the picture shows the code of the day \(code)") : nil
    }

    // MARK: What is printed

    private func watermarkChecks() -> [Check] {
        let time = watermark?.date.flatMap { WatermarkTime.resolved($0, near: input.day) }
            .map { WatermarkTime.text(date: $0, time: watermark?.time) }
        let place = watermark?.coordinate.map { pair in
            "\(pair.point.latitude.rounded(places: 8)), \(pair.point.longitude.rounded(places: 8))"
        }
        let datum = watermark?.datum ?? .unknown
        let addresses = AddressCheck(policy: policy, store: input.store, stores: [])
        let read: Sight =
            datum == .unknown
            ? ("，基准未注明，WGS-84 与 GCJ-02 都试过", ", datum not printed, both WGS-84 and GCJ-02 were tried")
            : ("，\(datum.rawValue)", ", \(datum.rawValue)")
        return [
            Check(
                name: "watermark.time", codes: [.weekdayMismatch],
                seen: time.map(same), fits: timeFits),
            Check(
                name: "watermark.place", codes: [.placeSwapped, .datumGCJ02],
                seen: place.map { ($0 + read.0, $0 + read.1) }, fits: placeFits),
            Check(
                name: "watermark.address", codes: [.addressMismatch],
                seen: (watermark?.address?.text).map(same),
                fits: watermark.map(addresses.isAddressOfStore) ?? false),
            Check(
                name: "watermark.store", codes: [.storeMismatch], seen: (watermark?.storeName).map(same),
                fits: watermark.map(addresses.isNameOfStore) ?? false),
            Check(
                name: "watermark.digits", codes: [.watermarkEdited],
                seen: watermark == nil ? nil : ("没有看到改动的痕迹", "no trace of a change was seen"),
                isConclusion: true),
        ]
    }

    // MARK: What is compared

    private func placeAndTimeChecks() -> [Check] {
        let hasTime = capture.dateTimeOriginal != nil || watermark?.date != nil
        let hasBoth = capture.dateTimeOriginal != nil && watermark?.date != nil
        let unknownReceipt: Sight? =
            input.receivedAt == nil ? ("没有收到时间", "the moment of receipt is not known") : nil
        let unknownPlace: Sight? =
            input.store.point == nil ? ("门店没有坐标", "the store has no coordinate") : nil
        return [
            Check(
                name: "place.geofence",
                codes: [
                    .placeOutsideGeofence, .placeNearGeofence, .placeOtherStore, .storeWithoutCoordinate,
                ],
                seen: distanceMetres.map { ("距门店 \($0.metresText) 米", "\($0.metresText) m from the store") },
                // Two sources far apart: the one at the store does not speak for the other.
                hindrance: unknownPlace, fits: gaveNone(of: .placeMismatch)),
            Check(
                name: "place.agreement", codes: [.placeMismatch],
                seen: capture.latitude != nil && watermark?.coordinate != nil
                    ? ("照片定位与水印坐标相符", "EXIF position and printed coordinates agree") : nil,
                fits: true, isConclusion: true),
            Check(
                name: "time.businessDay", codes: [.otherBusinessDay],
                seen: hasTime ? ("营业日 \(input.day)", "business day \(input.day)") : nil, fits: true),
            Check(
                name: "time.agreement", codes: [.timeMismatch],
                seen: hasBoth ? ("照片信息时间与水印时间相符", "EXIF and printed time agree") : nil,
                fits: true, isConclusion: true),
            Check(
                name: "time.future", codes: [.timeFuture],
                seen: hasTime ? ("不晚于应有的时间", "not later than it can be") : nil, isConclusion: true),
            Check(
                name: "time.order", codes: [.orderDiffers, .daysInOneMinute],
                seen: hasTime && !input.neighbours.isEmpty
                    ? (
                        "与本店前后几天的 \(input.neighbours.count) 张照片比对了拍摄时间，没有看到矛盾",
                        "compared with the moments of \(input.neighbours.count) photos of the store's days around, no contradiction was seen"
                    ) : nil, isConclusion: true),
            Check(
                name: "time.uploadDelay", codes: [.timeUploadDelayed, .timeNotAssessed],
                seen: unknownReceipt == nil && hasTime
                    ? ("拍摄后不久收到", "received soon after it was taken") : nil,
                hindrance: unknownReceipt, fits: timeFits, isConclusion: true),
        ]
    }

    // MARK: The picture itself

    private func pictureChecks() -> [Check] {
        let known = input.prior.count
        return [
            Check(
                name: "reuse", codes: [.duplicateReused, .duplicateSameBatch],
                seen: known == 0
                    ? nil
                    : (
                        "与 \(known) 张已收到的图片比对，没有相同的", "none of \(known) earlier pictures is the same"
                    ), hindrance: known == 0 ? ("没有可比对的图片", "no earlier picture to compare with") : nil,
                fits: true, isConclusion: true),
            Check(
                name: "recapture", codes: [.recaptureScreen],
                seen: ("没有看到屏幕的纹理", "no grid of a screen was seen"),
                hindrance: ScreenCheck.canTell(input.picture)
                    ? nil : ("照片太小", "the picture is too small"), isConclusion: true),
            Check(
                name: "manipulation", codes: [.copiedArea, .splicedArea],
                seen: CompressionHistory.canTell(of: input.picture, input.facts)
                    ? ("没有看到复制或拼接的痕迹", "no trace of copying or pasting was seen")
                    : ("没有看到复制的痕迹，压缩痕迹未核对", "no trace of copying was seen, the compression was not checked"),
                hindrance: ManipulationCheck.canTell(input.picture)
                    ? nil : ("照片太小", "the picture is too small"), isConclusion: true),
            Check(
                name: "evidence", codes: [.noCaptureFacts, .watermarkMissing],
                seen: watermark != nil || capture.hasExif ? ("有可核对的信息", "there is something to check") : nil,
                isConclusion: true),
        ]
    }

    private func same(_ text: String) -> Sight { (text, text) }
}
