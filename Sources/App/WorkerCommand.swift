import ArgumentParser
import Delivery
import Evidence
import Foundation
import Intake
import Pipeline
import Records
import Reports

/// `storeproof worker`: takes jobs from the queue until it is told to stop.
struct WorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker", abstract: "处理队列中的证据 (work on the queue)",
        discussion: "收到 SIGINT 或 SIGTERM 后做完手上的工作再退出；被强行终止的工作由下一个 worker 接手。")

    @OptionGroup var data: DataOptions
    @OptionGroup var speech: SpeechOptions
    @OptionGroup var confinement: ConfinementOptions
    @Option(name: .long, help: "同时处理几件 (items at a time)") var concurrency = 2
    @Flag(name: .long, help: "队列处理完就退出 (end when the queue is empty)") var once = false
    @Option(name: .long, help: "租约秒数：多久没有消息的工作由别人接手 (lease, seconds)") var lease = 120.0

    @Option(name: .long, help: "后台每秒重读多少 KB 原件，0 不重读 (re-read originals at this rate, 0 = not)")
    var scrubKilobytesPerSecond = 1024

    func validate() throws {
        guard (0...ScrubRate.mostKilobytes).contains(scrubKilobytesPerSecond) else {
            throw ValidationError("--scrub-kilobytes-per-second 0…\(ScrubRate.mostKilobytes)")
        }
        guard (1...64).contains(concurrency) else { throw ValidationError("--concurrency 1…64") }
        guard lease >= 1 else { throw ValidationError("--lease ≥ 1") }
    }

    func run() async throws {
        let folder = try await data.open()
        let pipeline = try await Assembly(
            folder: folder, speech: try speech.configuration(in: folder.url),
            decoder: try Decoders.standing(
                confinement, processes: concurrency, signers: ContentCredentials.signers(in: folder.url))
        ).pipeline()
        let name = "\(ProcessInfo.processInfo.hostName)-\(ProcessInfo.processInfo.processIdentifier)"
        let worker = Worker(
            pipeline: pipeline,
            settings: .init(name: name, concurrency: concurrency, leaseSeconds: lease), report: Self.log)
        let courier = try DeliveryOptions.courier(in: folder)
        let keeper = QuestionKeeper(records: folder.records, clock: { Date() })
        let night = NightlyPurge(purge: folder.purge, actor: AccountID("worker"))
        let task = Task {
            if once {
                await worker.drain()
                await courier?.sendDue()
                do throws(RecordError) { try await keeper.refresh() } catch { Self.report(error) }
                do { if let result = try await night.once() { Self.tell(result) } } catch { Self.tell(error) }
            } else {
                async let work: Void = worker.run()
                async let questions: Void = keeper.run(report: Self.report)
                async let reading: Void = scrub(folder)
                async let purging: Void = night.run(
                    report: { Self.tell($0) }, failed: { Self.tell($0) })
                await courier?.run()
                await work
                await questions
                await reading
                await purging
            }
        }
        let signals = StopSignals { task.cancel() }
        await task.value
        signals.end()
    }

    private func scrub(_ folder: DataFolder) async {
        guard scrubKilobytesPerSecond > 0 else { return }
        await OriginalsScrub(
            records: folder.records, originals: folder.originals,
            bytesPerSecond: ScrubRate.bytes(scrubKilobytesPerSecond), clock: { Date() }
        ).run(
            report: { Terminal.error("✗ \(ScrubRate.line($0))") },
            failed: { Terminal.error("✗ 重读原件 (re-reading originals)：\($0)") })
    }

    private static func tell(_ result: EvidencePurge.Result) {
        guard !result.purged.isEmpty else { return }
        Terminal.line("✓ 已按保存期限删除原件 (originals purged)：\(result.purged.count)，保留 (kept) \(result.kept.count)")
    }

    private static func tell(_ error: any Error) {
        Terminal.error("✗ 按保存期限删除原件 (purging originals)：\(error)")
    }

    private static let report: @Sendable (RecordError) -> Void = {
        Terminal.error("✗ 顾客问题归类 (grouping questions)：\($0)")
    }

    private static let log: @Sendable (Worker.Outcome) -> Void = { outcome in
        switch outcome {
        case .done(let job, let seconds):
            Terminal.line("✓ \(job.kind.rawValue) \(job.subject) \(String(format: "%.2f", seconds)) s")
        case .failed(let job, let error, let retryAt):
            let next = retryAt.map { "将于 \($0.formatted(.iso8601)) 重试" } ?? "不再重试"
            Terminal.error("✗ \(job.kind.rawValue) \(job.subject) 第 \(job.attempts) 次：\(error)；\(next)")
        case .queueFailed(let error): Terminal.error("✗ 队列 (queue)：\(error)")
        }
    }
}

/// Calls back once on SIGINT or SIGTERM instead of ending the process.
final class StopSignals {
    private var sources: [any DispatchSourceSignal] = []

    init(_ stop: @escaping @Sendable () -> Void) {
        for number in [SIGINT, SIGTERM] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { stop() }
            source.resume()
            sources.append(source)
        }
    }

    func end() { for source in sources { source.cancel() } }
}
