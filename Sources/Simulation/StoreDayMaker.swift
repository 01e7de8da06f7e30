import Evidence
import Scoring

/// Makes what one store reported on one day, as the analysers would have counted it.
struct StoreDayMaker {
    static let slotsPerPhoto = 24

    let parameters: SimulationParameters
    let profile: StoreProfile
    let offset: Int
    let day: BusinessDay
    let surges: [PlannedSurge]
    let phrases: [(phrase: String, from: Int)]

    mutating func make(_ chance: inout SeededChance) -> StoreDayFacts {
        var counts = Counts()
        counts[.evidenceDays] = 1
        let items =
            parameters.whole("photos") + parameters.whole("recordings") + parameters.whole("screenshots")
        let usable = chance.binomial(items, 1 - unusable)
        counts[.requiredItems] = items
        counts[.sentItems] = items
        counts[.usableItems] = usable
        counts[.receivedItems] = usable
        counts[.onTimeItems] = chance.binomial(usable, 1 - parameters["lateItems"])
        shelf(&counts, &chance)
        orders(&counts, &chance)
        let mentions = recordings(&counts, &chance)
        trust(&counts, items, &chance)
        return StoreDayFacts(
            store: profile.store.id, day: day, counts: counts, mentions: mentions,
            shelfSeen: counts[.slotsAssessable] > 0)
    }

    /// The share of items that cannot be used.
    private var unusable: Double {
        if profile.plays(.badDevice, on: offset) { return parameters["badDeviceUnusable"] }
        guard profile.plays(.declining, on: offset) else { return parameters["unusableItems"] }
        return min(
            0.6, parameters["unusableItems"] + parameters["declinePerDay"] * Double(offset - profile.start))
    }

    private func shelf(_ counts: inout Counts, _ chance: inout SeededChance) {
        let photos = chance.binomial(parameters.whole("photos"), 1 - unusable)
        guard photos > 0 else { return }
        let slots = Self.slotsPerPhoto * photos
        let rate =
            profile.plays(.stockout, on: offset)
            ? parameters["stockoutRateChronic"] : parameters["stockoutRate"]
        let empty = chance.binomial(slots, rate)
        let seen = chance.binomial(slots - empty, parameters["facingRecognised"])
        counts[.facingsPlanned] = slots
        counts[.facingsSeen] = seen
        counts[.slotsAssessable] = slots
        counts[.slotsOutOfStock] = empty
        counts[.slotsMisplaced] = chance.binomial(seen, 0.03)
        counts[.slotsOk] = seen - counts[.slotsMisplaced]
        counts[.mustStockPlanned] = 8 * photos
        counts[.mustStockSeen] = chance.binomial(8 * photos, (1 - rate) * parameters["facingRecognised"])
    }

    private func orders(_ counts: inout Counts, _ chance: inout SeededChance) {
        let screenshots = chance.binomial(parameters.whole("screenshots"), 1 - unusable)
        guard screenshots > 0 else { return }
        let talented = profile.plays(.talent, .upgrade, on: offset)
        let mean = profile.orders * weekday * (talented ? parameters["talentFactor"] : 1)
        let orders = chance.overdispersed(mean, parameters["overdispersion"])
        let correct =
            profile.plays(.promoFailing, on: offset)
            ? parameters["promoCorrectFailing"] : parameters["promoCorrect"]
        counts[.orderScreenshots] = screenshots
        counts[.orderDays] = 1
        counts[.orders] = orders
        counts[.readableOrders] = chance.binomial(orders, 1 - parameters["orderUnknown"])
        counts[.eligibleOrders] = chance.binomial(counts[.readableOrders], 0.6)
        counts[.correctOrders] = chance.binomial(counts[.eligibleOrders], correct)
        counts[.reducedOrders] = counts[.correctOrders]
        counts[.namedOrders] = orders
        counts[.distinctCustomers] = chance.binomial(orders, 0.85)
        counts[.visiblePickups] = chance.binomial(orders, 0.5)
        counts[.punctualPickups] = chance.binomial(counts[.visiblePickups], talented ? 0.95 : 0.85)
    }

    /// More on weekends.
    private var weekday: Double {
        let effect = parameters["weekdayEffect"]
        return day.weekday >= 6 ? 1 + effect : 1 - effect * 0.4
    }

    private func recordings(_ counts: inout Counts, _ chance: inout SeededChance) -> [TopicMention] {
        let made = parameters.whole("recordings")
        let usable = chance.binomial(made, 1 - unusable)
        counts[.requiredRecordings] = made
        counts[.receivedRecordings] = made
        counts[.usableRecordings] = usable
        counts[.creditedRecordings] = usable
        counts[.transcribedRecordings] = usable
        var mentions: [TopicMention] = []
        for (index, topic) in ChainSimulator.topics.enumerated() {
            let said = min(
                usable, said(topic, index, &chance) + chance.binomial(usable, parameters["topicFalseAlarm"]))
            counts[.topic, topic] = said
            for recording in 0..<said {
                mentions.append(
                    TopicMention(
                        topic: topic,
                        item: EvidenceID("\(profile.store.id)/\(day)/consultation-\(recording + 1)"),
                        text: topic, start: 2))
            }
        }
        for phrase in phrases {
            let mean = phrase.from == 0 ? parameters["backgroundPhraseMentions"] : grown(phrase.from)
            counts[.phrase, phrase.phrase] = min(usable, chance.poisson(mean))
        }
        return mentions
    }

    private func grown(_ start: Int) -> Double {
        guard offset >= start else { return 0 }
        return min(1, Double(offset - start + 1) / 5) * parameters["newPhraseMentions"]
    }

    /// Recordings in which a topic is recognised.
    private func said(_ topic: String, _ index: Int, _ chance: inout SeededChance) -> Int {
        if topic == ChainSimulator.kitchenTopic {
            if profile.plays(.kitchen, .upgrade, on: offset) {
                return chance.binomial(parameters.whole("kitchenMentions"), parameters["mentionRecognised"])
            }
            return chance.poisson(parameters["kitchenBackground"])
        }
        let surging = surges.contains {
            $0.topic == topic && $0.district == profile.district && $0.days.contains(offset)
        }
        let mean =
            parameters["topicMentionsPerStoreDay"] * weekday * profile.topicFactors[index]
            * (surging ? parameters["surgeFactor"] : 1)
        return chance.overdispersed(mean, parameters["overdispersion"])
    }

    private func trust(_ counts: inout Counts, _ items: Int, _ chance: inout SeededChance) {
        counts[.judgedItems] = items
        var reused = chance.binomial(items, parameters["reuseFalseAlarm"])
        if profile.role == .cheating, chance.happens(parameters["cheatingDays"]) {
            reused += chance.binomial(parameters.whole("photos"), parameters["reuseRecognised"])
        }
        counts[.reusedItems] = min(items, reused)
        counts[.doubtfulItems] = min(
            items, counts[.reusedItems] + chance.binomial(items, parameters["suspectFalseAlarm"]))
        counts[.contestableItems] = counts[.doubtfulItems]
    }
}
