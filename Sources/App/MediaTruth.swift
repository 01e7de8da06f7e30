import Evidence
import Simulation

/// What analysing one simulated file must find.
struct MediaTruth: Encodable {
    enum Outcome: String, Encodable { case analysed, rejected }

    struct Gap: Encodable {
        var sku: SKU
        var facings: Int
    }

    struct Order: Encodable {
        var number: String
        var subtotal: Money
        var appliedOff: Money
        var expectedOff: Money
        var paid: Money
        var promotion: Evidence.Order.PromotionStatus
    }

    var outcome: Outcome
    /// Why it is rejected, where that is planted and not an accident of the line.
    var reason: String?
    /// Of a photo: packs that stand there, and products that are sold out in part.
    var facings: Int?
    var gaps: [Gap]?
    /// Of a recording: what the customer raises.
    var topics: [String]?
    var order: Order?
}

/// `truth.json` of simulated media.
struct MediaTruths: Encodable {
    struct Item: Encodable {
        var file: String
        var truth: MediaTruth
    }

    var from: BusinessDay
    var to: BusinessDay
    /// What the rules should say of these stores.
    var planted: [PlantedTruth]
    var items: [Item]
}

/// A simulated file with its line of the timetable.
struct MediaEntry {
    var upload: Timetable.Entry
    var truth: MediaTruth

    /// Photos and recordings arrive five minutes after they are made, screenshots in the evening, late ones on the next
    /// morning.
    init(_ item: PlannedItem, file: String, truth: MediaTruth) {
        let minutes =
            switch item.content {
            case .photo(let photo): photo.takenMinutes + 5
            case .recording(let recording): recording.recordedMinutes + 5
            case .screenshot: 22 * 60 + 30 + Int(item.seed % 20)
            }
        let day = item.isLate ? item.day.adding(days: 1) : item.day
        // After every cut-off and before the next day's first photo.
        let time = LocalTime(minutes: item.isLate ? 7 * 60 + minutes % 60 : minutes)
        upload = Timetable.Entry(
            store: item.store, day: item.day, kind: item.kind, slot: item.slot, file: file,
            receivedAt: "\(day)T\(time):00+08:00",
            consent: item.kind == .consultationAudio ? true : nil)
        self.truth = truth
    }
}
