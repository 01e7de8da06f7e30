import ArgumentParser
import Foundation

/// `storeproof`: evidence in, findings, scores, metrics and flags out.
@main
struct StoreProof: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "storeproof",
        abstract: "店证：把门店每天上报的照片、录音和截图变成合规得分、门店指标和标记。",
        discussion: """
            Turns the media that convenience stores upload every day into compliance scores, metrics and flags.

            第一次使用 (first steps):
              storeproof init --data DIR --accounts accounts.yaml
              storeproof stores import stores.json --data DIR      (and catalogue, planograms, promotions, …)
              storeproof serve --data DIR        storeproof worker --data DIR

            单独分析文件，不需要数据库 (files alone, no database):
              storeproof analyze shelf PHOTO… --catalogue DIR --json

            退出码 (exit codes): 0 ok · 1 a finding says no · 2 usage · 3 bad input · 4 environment
            """,
        version: "storeproof \(Build.version)",
        subcommands: [
            Init.self, Stores.self, CatalogueCommand.self, Planograms.self, Promotions.self, Products.self,
            Vocabulary.self,
            Topics.self, Policy.self, Rules.self, Requirements.self, Ingest.self, Analyze.self,
            WorkerCommand.self,
            Serve.self, Report.self, Brief.self, Compare.self, ClustersCommand.self,
            MetricsCommand.self, SalesCommand.self,
            TasksCommand.self, DeliveriesCommand.self, Simulate.self, Inspect.self, Export.self, Review.self,
            Verify.self, Scrub.self, Retention.self, Erase.self,
            Doctor.self, DecodeWorkerCommand.self,
        ])

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            finish(error)
        }
    }

    /// `--help` and the like keep the parser's own text, and so do usage errors, after a line in both languages; ours go to
    /// standard error with their code.
    private static func finish(_ error: any Error) -> Never {
        if let failure = error as? Failure {
            if !failure.message.isEmpty { Terminal.error("storeproof: \(failure.message)") }
            Foundation.exit(failure.code.rawValue)
        }
        let code = exitCode(for: error)
        guard code == .validationFailure else { exit(withError: error) }
        let message = fullMessage(for: error)
        Terminal.error("storeproof: \(UsageWords.complaint(message)) (the arguments are wrong, see below)")
        Terminal.error(message)
        Foundation.exit(ExitStatus.usage.rawValue)
    }
}

/// What the program says about itself.
enum Build {
    static let version = "0.1.0"
}
