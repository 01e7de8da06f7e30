import Evidence
import Foundation
import Simulation

/// `simulate --media`: some stores of a simulated chain with the files that they send, ready to be ingested.
struct SimulateMedia {
    let chain: SimulatedChain
    let seed: UInt64
    let stores: Int
    let days: Int

    /// About so much a store-day, bytes: three photos, five recordings, three screenshots.
    private static let bytesPerStoreDay = 3_600_000
    /// Left free on the disk in any case, bytes.
    private static let spared = 1_000_000_000

    /// - Parameter output: a folder; the chain of the media gets one of its own in it.
    func write(to output: URL) throws {
        let folder = output.appendingPathComponent("chain")
        guard !FileManager.default.fileExists(atPath: folder.path) else {
            throw Failure.usage("\(folder.path) 已存在，请换一个文件夹 (exists already; choose another folder)")
        }
        let material = try SimulationMaterial.read()
        let plan = MediaPlan(
            of: chain, material: material.planned, stores: stores, days: days, seed: seed)
        try announce(plan, folder: output)
        let writer = MediaFolder(plan: plan, material: material, folder: folder)
        try writer.writeReferences()
        var line = ProgressLine(title: "生成 (making)", total: plan.items.count)
        var entries: [MediaEntry] = []
        for item in plan.items {
            entries.append(try writer.write(item))
            line.advance(to: entries.count)
        }
        line.end()
        try writer.writeLists(entries)
        Terminal.line(
            "✓ \(folder.path)：\(plan.stores.count) 家门店，\(entries.count) 个文件，\(plan.from) 至 \(plan.to) (stores, files)"
        )
        Terminal.line("  tools/demo --chain \(folder.path)")
    }

    /// Says how much it will be before anything is written; what does not fit is not begun.
    private func announce(_ plan: MediaPlan, folder: URL) throws {
        let storeDays = Set(plan.items.map { "\($0.store)/\($0.day)" }).count
        let size = storeDays * Self.bytesPerStoreDay
        Terminal.error(
            "将写入约 \(size / 1_000_000) MB：\(storeDays) 个店日，\(plan.items.count) 个文件 (about to write so many MB: store-days, files)"
        )
        var place = folder
        while !FileManager.default.fileExists(atPath: place.path), place.path != "/" {
            place.deleteLastPathComponent()
        }
        let attributes: [FileAttributeKey: Any]
        do { attributes = try FileManager.default.attributesOfFileSystem(forPath: place.path) } catch {
            throw Failure.environment("\(place.path)：\(InputFile.why(error))")
        }
        guard let free = attributes[.systemFreeSize] as? NSNumber, free.intValue < size + Self.spared else {
            return
        }
        throw Failure.environment(
            "磁盘只剩 \(free.intValue / 1_000_000) MB，放不下；请减小 --media-stores 或 --media-days (not enough space on the disk; choose fewer stores or days)"
        )
    }
}
