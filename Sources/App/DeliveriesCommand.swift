import ArgumentParser
import ConfigurationFiles
import Delivery
import Evidence
import Foundation
import Records

/// `storeproof deliveries`: what raised flags send to other systems and to people.
struct DeliveriesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deliveries", abstract: "标记的 webhook 和邮件 (webhooks and e-mail of flags)",
        subcommands: [DeliveriesList.self, DeliveriesSend.self, DeliveriesRetry.self])
}

struct DeliveriesList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "还没送到的，或某种状态的 (what has not arrived)")

    @Option(name: .long, help: "waiting、dead、sent") var state: String?
    @OptionGroup var data: DataOptions

    func run() async throws {
        let chosen = try state.map { word in
            guard let state = Delivery.State(rawValue: word) else {
                throw Failure.usage("--state waiting | dead | sent")
            }
            return state
        }
        let folder = try await data.open()
        var table = TextTable(header: ["标记", "方式", "送往", "状态", "次数", "下一次", "原因"])
        for state in Delivery.State.allCases where chosen.map({ $0 == state }) ?? (state != .sent) {
            for delivery in try await folder.records.deliveries.all(state) {
                table.rows.append([
                    delivery.flag.rawValue, delivery.kind.rawValue, delivery.target, state.rawValue,
                    "\(delivery.attempts)", state == .waiting ? delivery.dueAt.formatted(.iso8601) : "—",
                    delivery.failure ?? "",
                ])
            }
        }
        if table.rows.isEmpty { return Terminal.line("没有要送的 (nothing to deliver)") }
        for line in table.lines() { Terminal.line(line) }
    }
}

struct DeliveriesSend: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: "马上送出到期的 (send what is due now)；worker 会自己送")

    @OptionGroup var data: DataOptions

    func run() async throws {
        let folder = try await data.open()
        guard let courier = try DeliveryOptions.courier(in: folder) else {
            throw Failure.environment(
                "数据目录里没有 deliveries.yaml (there is no deliveries.yaml in the data folder)")
        }
        await courier.sendDue()
    }
}

struct DeliveriesRetry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "把放弃的重新排队 (queue again what was given up)")

    @OptionGroup var data: DataOptions

    func run() async throws {
        let folder = try await data.open()
        let count = try await folder.records.deliveries.revive(at: Date())
        Terminal.line("✓ 重新排队 \(count) 个 (queued again)")
    }
}

/// `deliveries.yaml` of the data folder, with the secrets from the environment.
enum DeliveryOptions {
    /// Nil where nothing is to be sent: there is no such file.
    static func courier(in folder: DataFolder) throws -> Courier? {
        let path = folder.url.appendingPathComponent("deliveries.yaml").path
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let read: DeliveryConfiguration
        do { read = try DeliveriesFile.read(try InputFile.text(path), file: path) } catch let error
            as ConfigurationError
        {
            throw Failure.badInput(error.description)
        }
        return Courier(
            records: folder.records, settings: try settings(read), clock: { Date() }, report: log)
    }

    private static func settings(_ read: DeliveryConfiguration) throws -> DeliverySettings {
        var settings = DeliverySettings(consoleAddress: read.consoleAddress)
        for webhook in read.webhooks {
            settings.webhooks[webhook.name] = .init(
                address: webhook.address, secret: try secret(webhook.secretVariable))
        }
        settings.mail = try read.mail.map { mail in
            .init(
                address: mail.server, from: mail.from, user: try mail.userVariable.map(secret),
                password: try mail.passwordVariable.map(secret),
                requiresEncryption: mail.requiresEncryption)
        }
        return settings
    }

    private static func secret(_ variable: String) throws -> String {
        guard let value = ProcessInfo.processInfo.environment[variable], !value.isEmpty else {
            throw Failure.environment("环境变量 \(variable) 没有设置 (the variable is not set)")
        }
        return value
    }

    private static let log: @Sendable (Courier.Event) -> Void = { event in
        switch event {
        case .sent(let delivery): Terminal.line("✓ \(delivery.id)")
        case .postponed(let delivery, let reason, let until):
            Terminal.error("✗ \(delivery.id)：\(reason)；将于 \(until.formatted(.iso8601)) 重试")
        case .dead(let delivery, let reason): Terminal.error("✗ \(delivery.id)：\(reason)；不再重试 (given up)")
        case .outboxFailed(let reason): Terminal.error("✗ 待送 (outbox)：\(reason)")
        }
    }
}
