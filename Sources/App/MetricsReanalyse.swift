import ArgumentParser
import Evidence
import Foundation
import Records

/// `metrics reanalyse`: evidence of some days is analysed again, by the analysers and the catalogue, plans and topics of today. The
/// worker does it; what the numbers were stays in their history.
struct MetricsReanalyse: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reanalyse",
        abstract: "用现在的识别器和资料重新识别一段时间的证据 (analyse evidence of some days again)")

    @Option(name: .long, help: "从哪一天 (first day)") var from: BusinessDay
    @Option(name: .long, help: "到哪一天 (last day)") var to: BusinessDay
    @Option(name: .long, help: "只看一种：shelfPhoto、consultationAudio、orderScreenshot (one kind only)")
    var kind: String?
    @Option(name: .long, help: "只看一家门店 (one store only)") var store: StoreID?
    @OptionGroup var data: DataOptions

    func run() async throws {
        guard from <= to, to.ordinal - from.ordinal <= 1100 else {
            throw Failure.usage("--from 不晚于 --to，一次最多三年 (--from before --to, three years at a time)")
        }
        let wanted = try kind.map { text in
            guard let kind = EvidenceKind(rawValue: text) else {
                throw Failure.usage("--kind shelfPhoto|consultationAudio|orderScreenshot")
            }
            return kind
        }
        let folder = try await data.open()
        var count = 0
        var day = from
        while day <= to {
            for item in try await folder.records.items.currentOnDay(day)
            where (wanted ?? item.kind) == item.kind && (store ?? item.store) == item.store {
                if try await enqueue(item, folder.records) { count += 1 }
            }
            day = day.adding(days: 1)
        }
        Terminal.line("✓ \(count) 件证据将由 worker 重新识别 (items will be analysed again by the worker)")
    }

    /// - Returns: false where the original is gone.
    // Inlined into a loop, this crashes the optimiser of Swift 6.3.1 (coroutine splitting).
    @inline(never)
    private func enqueue(_ item: EvidenceItem, _ records: EvidenceRecords) async throws -> Bool {
        guard try await !records.items.isGone(item.id) else { return false }
        try await records.jobs.enqueue(
            .analyzeItem, subject: item.id.rawValue, store: item.store, day: item.day, at: Date())
        return true
    }
}
