/// The counts of a store-day: whole numbers only, so that any period and any group of stores is their sum.
public enum CountName: String, CaseIterable, Sendable {
    // What was asked for and what came
    case requiredItems, receivedItems, onTimeItems
    case requiredRecordings, usableRecordings, receivedRecordings, transcribedRecordings
    /// Usable recordings up to the number required: what the score counts.
    case creditedRecordings
    /// Items sent, and those of them that could be used (readable, sharp, with enough speech).
    case sentItems, usableItems
    // The shelf
    case mustStockSeen, mustStockPlanned, facingsSeen, facingsPlanned
    case slotsOk, slotsMisplaced, slotsOutOfStock, slotsAssessable
    /// Recognised facings of products whose category is known.
    case categorisedFacings
    case newProductsDue, newProductsShown
    /// Posters that the received photos had to show, and those that they show.
    case postersDue, postersShown
    // The orders
    case orderScreenshots, orderDays, orders, eligibleOrders, correctOrders, readableOrders, reducedOrders
    /// Orders that name their customer (as a hash), and the different customers of the day among them.
    case namedOrders, distinctCustomers
    case visiblePickups, punctualPickups
    // Trust
    case judgedItems, doubtfulItems, reusedItems
    case appealedItems, contestableItems, reviewsClosed, reviewMinutes
    // Imported beside the evidence
    case salesDays, salesFen, salesReceipts
    /// Store-days that brought any evidence.
    case evidenceDays
}

/// Counts by a key that is data: a topic, a category, a phrase.
public enum KeyedCount: String, CaseIterable, Sendable {
    /// Recordings that raised a topic, praise left out.
    case topic
    /// Recognised facings of a category.
    case category
    /// Recordings that used a phrase which no topic of the lexicon covers.
    case phrase

    public func name(_ key: String) -> String { "\(rawValue):\(key)" }

    /// The keys that a set of counts holds, sorted.
    public func keys(in counts: Counts) -> [String] {
        let prefix = "\(rawValue):"
        return counts.numbers.keys.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
            .sorted()
    }
}

extension Counts {
    public subscript(name: CountName) -> Int {
        get { self[name.rawValue] }
        set { self[name.rawValue] = newValue }
    }

    public subscript(kind: KeyedCount, key: String) -> Int {
        get { self[kind.name(key)] }
        set { self[kind.name(key)] = newValue }
    }
}
