import AnalyzerKit
import Evidence
import FoundationEssentials
import Media

/// A photo beside the other photos of its store: photos of several days are not taken in one minute, and what was taken
/// first was also printed first.
struct DayCheck {
    let policy: ProvenancePolicy
    let store: Store
    let day: BusinessDay

    private static let minute = 60.0
    /// Around the cut-off one minute belongs to two days.
    private static let cutOffSeconds = 600.0

    func check(
        capture: CaptureFacts, watermark: WatermarkReading?, neighbours: [NeighbourCapture]
    ) -> [ProvenanceFindings.Observation] {
        let date = watermark?.date.flatMap { WatermarkTime.resolved($0, near: day) }
        let own = CaptureMoments(
            capture,
            printed: date.flatMap { date in
                watermark?.time.map { WatermarkTime.text(date: date, time: $0) }
            }, zone: store.zone)
        return [sameMinute(own, neighbours), order(own, neighbours)].compactMap(\.self)
    }

    private func sameMinute(
        _ own: CaptureMoments, _ neighbours: [NeighbourCapture]
    ) -> ProvenanceFindings.Observation? {
        guard let taken = own.taken, !isNearCutOff(taken) else { return nil }
        let other = neighbours.first { neighbour in
            guard neighbour.day != day, let moment = moments(of: neighbour).taken else { return false }
            return abs(moment.timeIntervalSince(taken)) < Self.minute
        }
        return other.map { other in
            policy.observation(
                .daysInOneMinute, chinese: "这张照片与营业日 \(other.day) 的照片在同一分钟内拍摄",
                english: "This photo and one of the business day \(other.day) were taken within one minute",
                of: other.name)
        }
    }

    private func order(_ own: CaptureMoments, _ neighbours: [NeighbourCapture]) -> ProvenanceFindings
        .Observation?
    {
        guard let clock = own.clock, let printed = own.printed else { return nil }
        let other = neighbours.first { neighbour in
            let moments = moments(of: neighbour)
            guard neighbour.day == day, let otherClock = moments.clock, let otherPrinted = moments.printed
            else { return false }
            let byClock = clock.timeIntervalSince(otherClock)
            let byPrint = printed.timeIntervalSince(otherPrinted)
            // Watermarks without seconds say no more than the minute.
            return byClock * byPrint < 0 && min(abs(byClock), abs(byPrint)) > Self.minute
        }
        return other.map { other in
            policy.observation(
                .orderDiffers, chinese: "按照片信息与按水印，这张与 \(other.slot) 的先后顺序相反",
                english: "By EXIF and by watermark, this photo and \(other.slot) stand in opposite order",
                of: other.name)
        }
    }

    private func isNearCutOff(_ moment: Date) -> Bool {
        let at = store.businessDay(at: moment)
        let start = at.start(timeZone: store.zone, cutOff: store.cutOff)
        let end = at.end(timeZone: store.zone, cutOff: store.cutOff)
        return moment.timeIntervalSince(start) < Self.cutOffSeconds
            || end.timeIntervalSince(moment) < Self.cutOffSeconds
    }

    private func moments(of neighbour: NeighbourCapture) -> CaptureMoments {
        CaptureMoments(neighbour.exif, printed: neighbour.printedTime, zone: store.zone)
    }
}
