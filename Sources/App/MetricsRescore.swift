import ArgumentParser
import Evidence
import Foundation
import Records

/// `metrics rescore`: days that were scored by another policy are scored by the one in force, from stored findings. The worker does
/// it; what the numbers were stays in their history.
struct MetricsRescore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rescore",
        abstract: "按现行评分方案重新计算一段时间里用旧方案的店日 (score again what another policy scored)")

    @Option(name: .long, help: "从哪一天 (first day)") var from: BusinessDay
    @Option(name: .long, help: "到哪一天 (last day)") var to: BusinessDay
    @OptionGroup var data: DataOptions

    func run() async throws {
        guard from <= to else { throw Failure.usage("\(from) 晚于 \(to) (\(from) is after \(to))") }
        let folder = try await data.open()
        let policy = try await RulesHistory.policy(in: folder)
        let days = try await folder.records.scores.scored(notBy: policy.version, from: from, to: to)
        for (store, day) in days { try await enqueue(store, day, folder.records.jobs) }
        Terminal.line(
            "✓ \(days.count) 个店日将由 worker 按 \(policy.version) 重新计分 (store-days will be scored again by the worker)"
        )
    }

    // Inlined into a loop, this crashes the optimiser of Swift 6.3.1 (coroutine splitting).
    @inline(never)
    private func enqueue(_ store: StoreID, _ day: BusinessDay, _ jobs: JobQueue) async throws {
        try await jobs.enqueue(.scoreDay, subject: "\(store)/\(day)", store: store, day: day, at: Date())
    }
}
