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
    private var index: (any PictureIndexing)?
    /// By number in the index, without payload; nil where a newer fingerprint of the item took its place.
    private var pictures: [KnownPicture?] = []
    private var numbers: [EvidenceID: Int] = [:]
    private var firstDay: BusinessDay?
    private var lastSaved: Int64 = 0

    init(records: EvidenceRecords) { self.records = records }

    /// Earlier pictures that the item may repeat, with payload, the earliest first.
    /// - Parameters:
    ///   - prints: of the picture, and of what else it may be a copy of.
    ///   - isEarlier: whether a picture counts as earlier than the item.
    func candidates(
        for item: EvidenceItem, prints: [PictureFingerprint], window first: BusinessDay,
        maker: any PictureFingerprinting, isEarlier: @Sendable (KnownPicture) -> Bool
    ) async throws(PipelineError) -> [KnownPicture] {
        try await refresh(from: first, maker: maker)
        let records = self.records
        let sameBytes = try await fetch { try await records.fingerprints.items(withBytes: item.sha256) }
        guard let index else { return [] }
        var found: Set<EvidenceID> = []
        for numbers in [sameBytes.compactMap { self.numbers[$0] }]
            + prints.map({ index.likely($0, kind: item.kind) })
        {
            // Few are asked for of many that are proposed: the list is not gone through to its end.
            var compared = 0
            for number in numbers where compared < Self.mostCompared {
                guard let known = pictures[number], known.day >= first, known.day <= item.day,
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

    private func refresh(from first: BusinessDay, maker: any PictureFingerprinting)
        async throws(PipelineError)
    {
        let isCovered =
            firstDay.map { $0 <= first && first <= $0.adding(days: Self.daysBefore + Self.daysAfter) }
            ?? false
        if !isCovered {
            index = maker.emptyIndex()
            pictures = []
            numbers = [:]
            lastSaved = 0
            firstDay = first.adding(days: -Self.daysBefore)
        }
        while try await addPage() {}
    }

    /// - Returns: whether there may be more.
    // Inlined into a loop, this crashes the optimiser of Swift 6.3.1 (coroutine splitting).
    @inline(never)
    private func addPage() async throws(PipelineError) -> Bool {
        guard let day = firstDay else { return false }
        let after = lastSaved
        let records = self.records
        let page = try await fetch {
            try await records.fingerprints.saved(after: after, from: day, limit: Self.pageSize)
        }
        // Another job may have loaded the window anew or added the same page meanwhile.
        guard day == firstDay else { return true }
        for entry in page where entry.number > lastSaved {
            add(entry.picture)
            lastSaved = entry.number
        }
        return page.count == Self.pageSize
    }

    private func add(_ picture: KnownPicture) {
        if let older = numbers[picture.item] { pictures[older] = nil }
        let number = pictures.count
        numbers[picture.item] = number
        index?.insert(
            PictureFingerprint(perceptualHash: picture.perceptualHash, payload: picture.payload), as: number)
        var known = picture
        known.payload = []
        pictures.append(known)
    }
}
