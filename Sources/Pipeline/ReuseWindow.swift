import AnalyzerKit
import Evidence
import Records

/// The pictures of the window, indexed in memory: what a picture may repeat is found without reading every one. Each
/// worker keeps its own index and adds what has been saved since it last looked.
actor ReuseWindow {
    /// Pictures that are compared pixel by pixel at most. A shelf has up to 90 photos in a window, all alike; on the reuse
    /// data the source was among the first 30 of its shelf.
    static let mostCompared = 96
    private static let pageSize = 500
    /// Days that are loaded before those that were asked for, and by which the window may move on before it is loaded
    /// anew: together three weeks, so that late reports and ordinary ones share one index.
    private static let daysBefore = 7
    private static let daysAfter = 14

    private let records: EvidenceRecords
    private var loaded: LoadedWindow?

    init(records: EvidenceRecords) { self.records = records }

    /// Earlier pictures that the item may repeat, with payload, the earliest first.
    /// - Parameters:
    ///   - prints: of the picture, and of what else it may be a copy of.
    ///   - isEarlier: whether a picture counts as earlier than the item.
    func candidates(
        for item: EvidenceItem, prints: [PictureFingerprint], window first: BusinessDay,
        maker: any PictureFingerprinting, isEarlier: @Sendable (KnownPicture) -> Bool
    ) async throws(PipelineError) -> [KnownPicture] {
        let records = self.records
        let sameBytes = try await fetch { try await records.fingerprints.items(withBytes: item.sha256) }
        // Its own from here on: another job whose window lies elsewhere loads another one.
        let window = window(from: first, maker: maker)
        while try await addPage(to: window) {}
        var found: Set<EvidenceID> = []
        for numbers in [sameBytes.compactMap { window.numbers[$0] }]
            + prints.map({ window.index.likely($0, kind: item.kind) })
        {
            // Few are asked for of many that are proposed: the list is not gone through to its end.
            var compared = 0
            for number in numbers where compared < Self.mostCompared {
                guard let known = window.pictures[number], known.day >= first, known.day <= item.day,
                    isEarlier(known)
                else { continue }
                found.insert(known.item)
                compared += 1
            }
        }
        let items = found.sorted()
        return try await fetch { try await records.fingerprints.pictures(items) }
            .sorted { ($0.receivedAt, $0.item) < ($1.receivedAt, $1.item) }
    }

    private func window(from first: BusinessDay, maker: any PictureFingerprinting) -> LoadedWindow {
        if let loaded, loaded.firstDay <= first,
            first <= loaded.firstDay.adding(days: Self.daysBefore + Self.daysAfter)
        {
            return loaded
        }
        let window = LoadedWindow(from: first.adding(days: -Self.daysBefore), index: maker.emptyIndex())
        loaded = window
        return window
    }

    /// - Returns: whether there may be more.
    // Inlined into a loop, this crashes the optimiser of Swift 6.3.1 (coroutine splitting).
    @inline(never)
    private func addPage(to window: LoadedWindow) async throws(PipelineError) -> Bool {
        let after = window.lastSaved
        let day = window.firstDay
        let records = self.records
        let page = try await fetch {
            try await records.fingerprints.saved(after: after, from: day, limit: Self.pageSize)
        }
        // Another job may have added the same page meanwhile.
        for entry in page where entry.number > window.lastSaved {
            window.add(entry.picture, saved: entry.number)
        }
        return page.count == Self.pageSize
    }
}

/// The pictures saved since a day, as far as they are read. One actor owns it.
private final class LoadedWindow {
    let firstDay: BusinessDay
    private(set) var index: any PictureIndexing
    /// By number in the index, without payload; nil where a newer fingerprint of the item took its place.
    private(set) var pictures: [KnownPicture?] = []
    private(set) var numbers: [EvidenceID: Int] = [:]
    /// The number of the newest fingerprint that is in.
    private(set) var lastSaved: Int64 = 0

    init(from firstDay: BusinessDay, index: any PictureIndexing) {
        self.firstDay = firstDay
        self.index = index
    }

    func add(_ picture: KnownPicture, saved number: Int64) {
        lastSaved = number
        if let older = numbers[picture.item] { pictures[older] = nil }
        let place = pictures.count
        numbers[picture.item] = place
        index.insert(
            PictureFingerprint(perceptualHash: picture.perceptualHash, payload: picture.payload), as: place)
        var known = picture
        known.payload = []
        pictures.append(known)
    }
}
