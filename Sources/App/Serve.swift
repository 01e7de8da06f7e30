import API
import ArgumentParser
import Console
import Evidence
import Foundation
import Hummingbird
import Intake
import Logging
import Scoring
import ServiceLifecycle
import UnixSignals

/// `storeproof serve`: the API and the pages.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "启动接口和页面 (API and pages)",
        discussion: "识别由 storeproof worker 完成，可同时运行。SIGINT 或 SIGTERM 正常结束。")

    @OptionGroup var data: DataOptions
    @OptionGroup var confinement: ConfinementOptions
    @Option(name: .long, help: "监听地址 (host)") var host = "127.0.0.1"
    @Option(name: .long, help: "端口，0 为任意空闲端口 (port, 0 = any free one)") var port = 8080
    @Option(name: .long, help: "单个文件的上限，MB (largest upload)") var maximumMegabytes = 32
    @Option(name: .long, help: "一个压缩包的上限，MB (largest archive)") var maximumArchiveMegabytes = 256
    @Option(name: .long, help: "磁盘剩余少于这么多 MB 时拒收上传，0 不限 (refuse uploads below this much free disk)")
    var minimumFreeMegabytes = 1024
    @Option(name: .long, help: "每店每个营业日最多收多少个文件，0 不限 (most files of a store for a day)")
    var filesPerStoreDay = 500
    @Option(name: .long, help: "每店每个营业日最多收多少 MB，0 不限 (most megabytes of a store for a day)")
    var megabytesPerStoreDay = 2048
    @Flag(name: .long, help: "Cookie 只走 HTTPS (secure cookies)") var secureCookies = false

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port 0…65535") }
        guard (1...1024).contains(maximumMegabytes) else {
            throw ValidationError("--maximum-megabytes 1…1024")
        }
        guard (1...1024).contains(maximumArchiveMegabytes) else {
            throw ValidationError("--maximum-archive-megabytes 1…1024")
        }
        guard (0...1_048_576).contains(minimumFreeMegabytes) else {
            throw ValidationError("--minimum-free-megabytes 0…1048576")
        }
        guard (0...1_000_000).contains(filesPerStoreDay) else {
            throw ValidationError("--files-per-store-day 0…1000000")
        }
        guard (0...1_048_576).contains(megabytesPerStoreDay) else {
            throw ValidationError("--megabytes-per-store-day 0…1048576")
        }
    }

    func run() async throws {
        let folder = try await data.open()
        // What no worker of this machine may open is not taken in.
        let decoder = try Decoders.standing(
            confinement, processes: 1, signers: ContentCredentials.signers(in: folder.url))
        let clock: @Sendable () -> Date = { Date() }
        let maximumBytes = maximumMegabytes << 20
        let intake = EvidenceIntake(
            records: folder.records, originals: folder.originals,
            limits: IntakeLimits(
                maximumBytes: maximumBytes, minimumFreeBytes: minimumFreeMegabytes << 20,
                storeDay: StoreDayLimits(files: filesPerStoreDay, bytes: megabytesPerStoreDay << 20)),
            challenges: CaptureChallenges(secret: try folder.captureSecret()),
            clock: clock)
        let service = WebService(
            records: folder.records, originals: folder.originals, renditions: folder.renditions,
            intake: intake, batches: BatchIntake(intake: intake, archives: decoder),
            settings: WebSettings(
                version: Build.version, maximumUploadBytes: maximumBytes,
                maximumArchiveBytes: maximumArchiveMegabytes << 20, secureCookies: secureCookies),
            reading: {
                let reader = MetricReader(policy: try await RulesHistory.policy(in: folder))
                return { DailyMetrics.metrics(of: $0, store: $1, day: $2, reader: reader) }
            },
            clock: clock)
        let console = try ConsolePages(service: service)
        let router = console.router()
        var logger = Logger(label: "storeproof.web") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .notice
        let host = self.host
        let application = service.application(router: router, host: host, port: port, logger: logger) {
            port in
            Terminal.line("StoreProof http://\(host):\(port)")
        }
        do {
            try await ServiceGroup(
                configuration: .init(
                    services: [application], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
            ).run()
        } catch {
            throw Failure.environment("无法在 \(host):\(port) 监听 (cannot listen): \(error)")
        }
    }
}
