import ArgumentParser
import Evidence
import Foundation
import Records

/// `storeproof review …`: appeals and what headquarters decides about them.
struct Review: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review", abstract: "申诉与复核，写入存证链 (appeals and decisions, kept in the chain of custody)",
        subcommands: [Appeal.self, Decide.self, Rates.self])

    struct Appeal: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "对一项证据提出申诉 (ask headquarters to look at an item again)")

        @Argument(help: "证据编号 (evidence id)") var item: String
        @Option(name: .long, help: "理由 (why)") var reason: String
        @Option(name: .long, help: "谁提出的 (who asks)") var by = "cli"
        @OptionGroup var data: DataOptions

        func run() async throws {
            let folder = try await data.open()
            let found = try await Review.find(item, in: folder)
            let refusal = try await folder.records.reviews.appeal(
                found.id, reason: reason, by: AccountID(by), at: Date())
            if let refusal {
                throw Failure.badInput("不能申诉 \(item) (the appeal is not taken): \(refusal.rawValue)")
            }
            Terminal.line("✓ 已记录申诉 \(item) (appeal recorded)")
        }
    }

    struct Decide: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "复核后给出结论，随后重新计分 (give a verdict after a review; the day is scored again)")

        @Argument(help: "证据编号 (evidence id)") var item: String
        @Option(name: .long, help: "trusted、suspect 或 rejected", transform: Review.verdict) var verdict:
            Verdict
        @Option(name: .long, help: "理由 (why)") var reason: String
        @Option(name: .long, help: "谁决定的 (who decides)") var by = "cli"
        @OptionGroup var data: DataOptions

        func run() async throws {
            let folder = try await data.open()
            let found = try await Review.find(item, in: folder)
            let decision: ReviewDecision?
            do throws(RecordError) {
                decision = try await folder.records.reviews.decide(
                    found.id, verdict, reason: reason, by: AccountID(by), at: Date())
            } catch {
                switch error.code {
                case .erased:
                    throw Failure.badInput("已应顾客要求删除，不能复核 \(item) (the item was erased on request)")
                case .purged:
                    throw Failure.badInput("原件已按保存期限删除，不能复核 \(item) (the original was purged)")
                default: throw error
                }
            }
            guard decision != nil else {
                throw Failure.badInput("还没有识别完 \(item)，请稍后再复核 (the item has not been analysed yet)")
            }
            Terminal.line("✓ \(item)：\(verdict.chineseName) (\(verdict.rawValue))")
        }
    }

    struct Rates: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "每个原因代码被复核推翻的比例 (how often decisions overturned each code)")

        @OptionGroup var data: DataOptions
        @Flag(name: .long, help: "输出 JSON (print JSON)") var json = false

        func run() async throws {
            let rates = try await data.open().records.reviews.overrideRates()
            if json { return Terminal.line(try CanonicalJSON.string(rates)) }
            var table = TextTable(header: ["代码 code", "复核 decided", "推翻 overturned", "比例 share"])
            for rate in rates {
                table.rows.append([
                    rate.code, "\(rate.decided)", "\(rate.overturned)",
                    "\(Int((100 * rate.share).rounded())) %",
                ])
            }
            for line in table.lines() { Terminal.line(line) }
        }
    }

    @Sendable private static func verdict(_ text: String) throws -> Verdict {
        guard let verdict = Verdict(rawValue: text) else {
            throw ValidationError("应是 trusted、suspect 或 rejected (must be trusted, suspect or rejected)")
        }
        return verdict
    }

    private static func find(_ id: String, in folder: DataFolder) async throws -> EvidenceItem {
        guard let item = try await folder.records.items.find(EvidenceID(id)) else {
            throw Failure.badInput("没有这项证据 \(id) (there is no such item)")
        }
        return item
    }
}
