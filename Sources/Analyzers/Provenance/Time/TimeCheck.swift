import Evidence
import FoundationEssentials
import Media

/// When the picture says it was taken, compared with the business day and the moment of receipt.
struct TimeCheck {
    let policy: ProvenancePolicy
    let store: Store
    let day: BusinessDay
    let receivedAt: Date?

    /// A source of time: an instant with the width of what is not printed (59 s without seconds, a day without a time).
    private struct Source {
        var earliest: Date
        var latest: Date
        var text: String
        /// As people say it: day and minute, without the offset.
        var spoken: String { String(text.prefix(16).replacing("T", with: " ")) }

        func minutes(from other: Source) -> Double {
            max(0, earliest.timeIntervalSince(other.latest), other.earliest.timeIntervalSince(latest)) / 60
        }
    }

    func check(capture: CaptureFacts, watermark: WatermarkReading?) -> [ProvenanceFindings.Observation] {
        var reasons: [ProvenanceFindings.Observation] = []
        let exif = exifSource(capture)
        let printed = watermark.flatMap(printedSource)
        let sources = [exif, printed].compactMap(\.self)
        if let late = sources.first(where: isFuture) {
            let limit = receivedAt == nil ? "营业日结束" : "收到照片"
            reasons.append(
                policy.observation(
                    .timeFuture, chinese: "拍摄时间 \(late.spoken) 晚于\(limit)的时间",
                    english: "The capture time \(late.text) lies after "
                        + (receivedAt == nil ? "the business day" : "the photo was received")))
        }
        if !sources.isEmpty, sources.allSatisfy({ !overlapsDay($0) }) {
            reasons.append(
                policy.observation(
                    .otherBusinessDay, chinese: "拍摄时间 \(sources[0].spoken) 不在营业日 \(day) 内",
                    english: "The capture time \(sources[0].text) is not within the business day \(day)"))
        }
        if let exif, let printed {
            let minutes = exif.minutes(from: printed)
            if minutes > policy.timeToleranceMinutes {
                reasons.append(
                    policy.observation(
                        .timeMismatch,
                        chinese:
                            "照片信息时间 \(exif.spoken) 与水印时间 \(printed.spoken) 相差 \(Self.duration(minutes).0)",
                        english:
                            "EXIF time \(exif.text) and printed time \(printed.text) differ by \(Self.duration(minutes).1)"
                    ))
            }
        }
        reasons += remarks(exif: exif, sources: sources, capture: capture)
        if let reason = weekdayReason(watermark) { reasons.append(reason) }
        if receivedAt == nil {
            reasons.append(
                policy.observation(
                    .timeNotAssessed, chinese: "没有收到时间，未核对上传延迟",
                    english: "The moment of receipt is not known, the delay was not checked"))
        }
        return reasons
    }

    // MARK: What is only said

    private func remarks(
        exif: Source?, sources: [Source], capture: CaptureFacts
    ) -> [ProvenanceFindings.Observation] {
        [clockRemark(sources), zoneRemark(exif, capture), delayRemark(sources)].compactMap(\.self)
    }

    /// Years off is a clock that was never set, rarely an old photo.
    private func clockRemark(_ sources: [Source]) -> ProvenanceFindings.Observation? {
        let noon = day.start(timeZone: store.zone, cutOff: LocalTime(minutes: 720))
        guard
            let source = sources.first(where: { abs($0.earliest.timeIntervalSince(noon)) > Self.yearSeconds })
        else { return nil }
        let years = (abs(source.earliest.timeIntervalSince(noon)) / Self.yearSeconds).rounded()
        return policy.observation(
            .timeClockOff, chinese: "拍摄时间 \(source.text) 与营业日相差约 \(years.metresText) 年，可能是设备时钟没有设置",
            english:
                "The capture time \(source.text) is about \(years.metresText) years off; the device's clock may never have been set"
        )
    }

    private static let yearSeconds = 365.25 * 86_400

    private func zoneRemark(_ exif: Source?, _ capture: CaptureFacts) -> ProvenanceFindings.Observation? {
        guard let exif, let text = capture.offset, let offset = Self.offsetSeconds(text),
            store.zone.secondsFromGMT(for: exif.earliest) != offset
        else { return nil }
        return policy.observation(
            .timeZoneDiffers, chinese: "照片信息的时区 \(text) 与门店所在时区不同，已换算",
            english: "The EXIF offset \(text) is not that of the store's zone; it was converted")
    }

    private func delayRemark(_ sources: [Source]) -> ProvenanceFindings.Observation? {
        guard let receivedAt, let last = sources.map(\.latest).max() else { return nil }
        let hours = receivedAt.timeIntervalSince(last) / 3600
        guard hours > policy.uploadDelayHours else { return nil }
        return policy.observation(
            .timeUploadDelayed, chinese: "拍摄后 \(Self.duration(hours * 60).0)才上传",
            english: "Uploaded \(Self.duration(hours * 60).1) after it was taken")
    }

    private func weekdayReason(_ watermark: WatermarkReading?) -> ProvenanceFindings.Observation? {
        guard let weekday = watermark?.weekday, let date = watermark?.date.flatMap(resolved),
            date.weekday != weekday, (1...7).contains(weekday)
        else { return nil }
        let names = ["一", "二", "三", "四", "五", "六", "日"]
        return policy.observation(
            .weekdayMismatch,
            chinese: "水印日期 \(date) 是星期\(names[date.weekday - 1])，水印写的是星期\(names[weekday - 1])",
            english: "The printed date \(date) and the printed weekday do not belong together")
    }

    // MARK: Sources

    private func exifSource(_ capture: CaptureFacts) -> Source? {
        guard let text = capture.dateTimeOriginal, let local = LocalMoment(text) else { return nil }
        let offset = capture.offset.flatMap(Self.offsetSeconds)
        let instant =
            offset.map { local.instant(offsetSeconds: $0) } ?? local.instant(in: store.zone)
        return Source(
            earliest: instant, latest: instant, text: text + (offset == nil ? "" : capture.offset ?? ""))
    }

    private func printedSource(_ watermark: WatermarkReading) -> Source? {
        guard let date = watermark.date.flatMap(resolved) else { return nil }
        guard let time = watermark.time else {
            let start = LocalMoment(day: date, hour: 0, minute: 0, second: 0).instant(in: store.zone)
            return Source(earliest: start, latest: start.addingTimeInterval(86_399), text: date.description)
        }
        let moment = LocalMoment(day: date, hour: time.hour, minute: time.minute, second: time.second ?? 0)
        let start = moment.instant(in: store.zone)
        return Source(
            earliest: start, latest: time.second == nil ? start.addingTimeInterval(59) : start,
            text: WatermarkTime.text(date: date, time: time))
    }

    /// A date without a year is of the year that brings it nearest to the business day.
    func resolved(_ date: PrintedDate) -> BusinessDay? { WatermarkTime.resolved(date, near: day) }

    /// `+08:00` → 28 800.
    static func offsetSeconds(_ text: String) -> Int? {
        if text == "Z" { return 0 }
        let print = PrintedText(text)
        guard let sign = print[0], sign == "+" || sign == "-", let hours = print.digits(at: 1, limit: 2),
            hours.value <= 14
        else { return nil }
        let place = print[hours.end] == ":" ? hours.end + 1 : hours.end
        let minutes = print.digits(at: place, limit: 2)?.value ?? 0
        guard minutes < 60 else { return nil }
        return (sign == "-" ? -1 : 1) * (hours.value * 3600 + minutes * 60)
    }

    // MARK: Rules

    private func isFuture(_ source: Source) -> Bool {
        let tolerance = policy.timeToleranceMinutes * 60
        let limit = receivedAt ?? day.end(timeZone: store.zone, cutOff: store.cutOff)
        return source.earliest.timeIntervalSince(limit) > (receivedAt == nil ? 0 : tolerance)
    }

    private func overlapsDay(_ source: Source) -> Bool {
        let start = day.start(timeZone: store.zone, cutOff: store.cutOff)
        let end = day.end(timeZone: store.zone, cutOff: store.cutOff)
        return source.latest >= start && source.earliest < end
    }

    private static func duration(_ minutes: Double) -> (String, String) {
        if minutes < 120 { return ("\(minutes.metresText) 分钟", "\(minutes.metresText) minutes") }
        let hours = minutes / 60
        if hours < 48 { return ("\(hours.metresText) 小时", "\(hours.metresText) hours") }
        return ("\((hours / 24).metresText) 天", "\((hours / 24).metresText) days")
    }
}

/// A printed date and time in the contract's spelling.
enum WatermarkTime {
    static func resolved(_ date: PrintedDate, near day: BusinessDay) -> BusinessDay? {
        if let year = date.year { return BusinessDay(year: year, month: date.month, day: date.day) }
        return (day.year - 1...day.year + 1)
            .compactMap { BusinessDay(year: $0, month: date.month, day: date.day) }
            .min { abs($0.ordinal - day.ordinal) < abs($1.ordinal - day.ordinal) }
    }

    /// `2026-11-20T19:23`, with seconds where they are printed, the date alone where no time is.
    static func text(date: BusinessDay, time: PrintedTime?) -> String {
        guard let time else { return date.description }
        let clock = LocalTime(minutes: time.hour * 60 + time.minute).description
        guard let second = time.second else { return "\(date)T\(clock)" }
        return "\(date)T\(clock):\(second < 10 ? "0" : "")\(second)"
    }
}

/// A local date and time without a zone.
struct LocalMoment: Hashable, Sendable {
    var day: BusinessDay
    var hour: Int
    var minute: Int
    var second: Int

    init(day: BusinessDay, hour: Int, minute: Int, second: Int) {
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
    }

    /// Reads `2026-11-20T14:05:11`; seconds and their fraction may be missing.
    init?(_ text: String) {
        let parts = text.split(separator: "T", maxSplits: 1)
        guard parts.count == 2, let day = BusinessDay(String(parts[0])) else { return nil }
        let clock = parts[1].split(separator: ":")
        guard clock.count >= 2, let hour = Int(clock[0]), let minute = Int(clock[1]),
            let second = clock.count > 2 ? Int(clock[2].prefix(2)) : 0,
            (0..<24).contains(hour), (0..<60).contains(minute), (0...60).contains(second)
        else { return nil }
        self.init(day: day, hour: hour, minute: minute, second: second)
    }

    /// Where a clock change skips or repeats the moment, the offset in force at the instant found decides.
    func instant(in zone: TimeZone) -> Date {
        day.start(timeZone: zone, cutOff: LocalTime(minutes: hour * 60 + minute))
            .addingTimeInterval(Double(second))
    }

    func instant(offsetSeconds: Int) -> Date {
        Date(
            timeIntervalSince1970: Double(
                day.ordinal * 86_400 + hour * 3600 + minute * 60 + second - offsetSeconds))
    }
}
