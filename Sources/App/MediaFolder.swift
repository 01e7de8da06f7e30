import Decoding
import Evidence
import Foundation
import Media
import Simulation
import Staging

/// Writes simulated media in the form of the fixture chain: reference files, media, timetable, truth.
struct MediaFolder {
    let plan: MediaPlan
    let material: SimulationMaterial
    let folder: URL
    private let stores: [StoreID: Store]
    private let planned: [String: PlannedItem]

    private static let photoQuality = 84
    private static let savedAnewQuality = 70

    init(plan: MediaPlan, material: SimulationMaterial, folder: URL) {
        self.plan = plan
        self.material = material
        self.folder = folder
        stores = Dictionary(plan.stores.map { ($0.id, $0) }) { first, _ in first }
        planned = Dictionary(plan.items.map { (Self.stem($0.store, $0.day, $0.slot), $0) }) { first, _ in
            first
        }
    }

    private static func stem(_ store: StoreID, _ day: BusinessDay, _ slot: String) -> String {
        "\(store)_\(day)_\(slot)"
    }

    // MARK: Media

    /// - Returns: what the timetable and the truth say of it.
    func write(_ item: PlannedItem) throws -> MediaEntry {
        let stem = Self.stem(item.store, item.day, item.slot)
        switch item.content {
        case .photo(let photo):
            let name = "media/shelf/\(stem).jpg"
            try put(try jpeg(item, photo), name)
            return MediaEntry(item, file: name, truth: truth(photo))
        case .screenshot(let order):
            let name = "media/orders/\(stem).png"
            let page = OrderPage.picture(
                of: order, day: item.day, store: stores[item.store]?.name ?? "", letters: material.letters)
            let bytes = try encoded { () throws(DecodingFailure) in try PNGWriter.bytes(of: page) }
            try put(order.isCutOff ? Self.firstHalf(bytes) : bytes, name)
            return MediaEntry(item, file: name, truth: truth(order))
        case .recording(let recording):
            let name = "media/consultations/\(stem).wav"
            let (sound, spoken) = TillSound.recording(of: recording, seed: item.seed)
            try put(WaveFile.bytes(of: sound), name)
            var entry = MediaEntry(
                item, file: name,
                truth: MediaTruth(
                    outcome: recording.lines.isEmpty ? .rejected : .analysed, topics: recording.topics))
            if !spoken.isEmpty {
                let transcript = "media/consultations/\(stem).srt"
                try put(Array(Self.subtitles(spoken).utf8), transcript)
                entry.upload.transcript = transcript
            }
            return entry
        }
    }

    private func jpeg(_ item: PlannedItem, _ photo: PlannedPhoto) throws -> [UInt8] {
        switch photo.fault {
        case nil: return try photograph(item, photo)
        case .cutOff: return Self.firstHalf(try photograph(item, photo))
        case .sentBefore(let day, let savedAnew):
            guard let earlier = planned[Self.stem(item.store, day, item.slot)],
                case .photo(let first) = earlier.content
            else { return try photograph(item, photo) }
            guard savedAnew else { return try photograph(earlier, first) }
            let picture = scene(earlier, first)
            return try stamped(
                try encoded { () throws(DecodingFailure) in
                    try JPEGWriter.bytes(of: picture, quality: Self.savedAnewQuality)
                }, item, photo)
        }
    }

    private func photograph(_ item: PlannedItem, _ photo: PlannedPhoto) throws -> [UInt8] {
        let picture = scene(item, photo)
        return try stamped(
            try encoded { () throws(DecodingFailure) in
                try JPEGWriter.bytes(of: picture, quality: Self.photoQuality)
            }, item, photo)
    }

    private func scene(_ item: PlannedItem, _ photo: PlannedPhoto) -> Raster {
        ShelfScene.photo(
            of: material.planned.planograms[photo.planogram] ?? Planogram(rows: []), gaps: photo.gaps,
            packs: material.packs, furniture: photo.furniture, seed: item.seed)
    }

    private func stamped(_ jpeg: [UInt8], _ item: PlannedItem, _ photo: PlannedPhoto) throws -> [UInt8] {
        guard let store = stores[item.store], let latitude = store.latitude, let longitude = store.longitude
        else { return jpeg }
        return CaptureBlock(
            day: item.day, secondsAfterMidnight: photo.takenMinutes * 60 + Int(item.seed % 60),
            latitude: latitude, longitude: longitude
        ).added(to: jpeg)
    }

    private func encoded(_ make: () throws(DecodingFailure) -> [UInt8]) throws -> [UInt8] {
        do { return try make() } catch { throw Failure.environment("\(error.chinese) (\(error.english))") }
    }

    private static func firstHalf(_ bytes: [UInt8]) -> [UInt8] { Array(bytes.prefix(bytes.count / 2)) }

    private static func subtitles(_ spoken: [TillSound.Spoken]) -> String {
        func stamp(_ seconds: Double) -> String {
            let milliseconds = Int((seconds * 1000).rounded())
            return String(
                format: "%02d:%02d:%02d,%03d", milliseconds / 3_600_000, milliseconds / 60_000 % 60,
                milliseconds / 1000 % 60, milliseconds % 1000)
        }
        return spoken.enumerated().map { index, line in
            "\(index + 1)\n\(stamp(line.start)) --> \(stamp(line.end))\n\(line.text)\n"
        }.joined(separator: "\n")
    }

    // MARK: Truth

    private func truth(_ photo: PlannedPhoto) -> MediaTruth {
        switch photo.fault {
        case .cutOff: return MediaTruth(outcome: .rejected)
        case .sentBefore: return MediaTruth(outcome: .rejected, reason: "duplicate.reused")
        case nil: break
        }
        let rows = material.planned.planograms[photo.planogram]?.rows ?? []
        let facings = rows.joined().reduce(0) { $0 + $1.facings }
        let gaps = photo.gaps.map { gap in
            MediaTruth.Gap(sku: rows[gap.row][gap.run].sku, facings: gap.facings)
        }
        return MediaTruth(
            outcome: .analysed, facings: facings - gaps.reduce(0) { $0 + $1.facings }, gaps: gaps)
    }

    private func truth(_ order: PlannedOrder) -> MediaTruth {
        guard !order.isCutOff else { return MediaTruth(outcome: .rejected) }
        return MediaTruth(
            outcome: .analysed,
            order: MediaTruth.Order(
                number: order.number, subtotal: order.subtotal, appliedOff: order.appliedOff,
                expectedOff: order.expectedOff, paid: order.paid, promotion: order.promotion))
    }

    // MARK: Files

    func writeReferences() throws {
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for (name, path) in SimulationMaterial.references {
                try FileManager.default.copyItem(
                    at: try SimulationMaterial.installed(path), to: folder.appendingPathComponent(name))
            }
        } catch let error as CocoaError { throw refused(folder, error) }
        struct Stores: Encodable { var stores: [Store] }
        struct Schemes: Encodable { var schemes: [PromotionScheme] }
        try putDocument(Stores(stores: plan.stores), "stores.json")
        try putDocument(Schemes(schemes: [plan.scheme]), "promotions.json")
        try put(Array(accounts.utf8), "accounts.yaml")
    }

    /// In the order of receipt, as they are to be sent.
    func writeLists(_ entries: [MediaEntry]) throws {
        let sent = entries.map(\.upload).sorted {
            ($0.receivedAt ?? "", $0.file) < ($1.receivedAt ?? "", $1.file)
        }
        try putDocument(sent, "timetable.json")
        try putDocument(
            MediaTruths(
                from: plan.from, to: plan.to, planted: plan.truths,
                items: entries.map { MediaTruths.Item(file: $0.upload.file, truth: $0.truth) }), "truth.json")
    }

    private var accounts: String {
        let managers = plan.stores.map { store in
            let id = store.id.rawValue.lowercased().filter { $0 != "-" }
            return
                "  - {id: \(id), name: \(store.name)店长, role: manager, store: \(store.id), password: demo-\(id)}\n"
        }
        return """
            # 仅供演示：密码和令牌是明文，正式使用时请另建账号。
            accounts:
              - {id: hq, name: 总部运营, role: hq, password: demo-hq}
            \(managers.joined())\
              - {id: importer, name: 模拟证据导入, role: integrator, token: demo-integrator-token-0001}

            """
    }

    private func putDocument(_ value: some Encodable, _ name: String) throws {
        try put(Array(try CanonicalJSON.encode(value, pretty: true)), name)
    }

    private func put(_ bytes: [UInt8], _ name: String) throws {
        let file = folder.appendingPathComponent(name)
        do {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: file)
        } catch { throw refused(file, error) }
    }

    private func refused(_ file: URL, _ error: any Error) -> Failure {
        .environment("无法写入 \(file.path) (cannot write): \(error.localizedDescription)")
    }
}
