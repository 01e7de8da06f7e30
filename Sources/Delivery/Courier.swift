import Evidence
public import Foundation
public import Records

/// Takes deliveries from the outbox and hands them over; what fails waits longer each time.
public struct Courier: Sendable {
    public enum Event: Sendable, Equatable {
        case sent(Delivery)
        case postponed(Delivery, String, until: Date)
        case dead(Delivery, String)
        /// The outbox itself could not be asked.
        case outboxFailed(String)
    }

    private let records: EvidenceRecords
    private let settings: DeliverySettings
    private let clock: @Sendable () -> Date
    private let report: @Sendable (Event) -> Void
    private let sender = CurlSender()

    public init(
        records: EvidenceRecords, settings: DeliverySettings, clock: @escaping @Sendable () -> Date,
        report: @escaping @Sendable (Event) -> Void = { _ in }
    ) {
        self.records = records
        self.settings = settings
        self.clock = clock
        self.report = report
    }

    /// Sends until the task is cancelled.
    public func run(idleSeconds: Double = 5) async {
        while !Task.isCancelled {
            await sendDue()
            do { try await Task.sleep(for: .seconds(idleSeconds)) } catch { return }
        }
    }

    /// Sends everything that is due now. A target that hangs costs one attempt's time: until its next attempt is due,
    /// the other deliveries to it wait, and those to others go on.
    public func sendDue() async {
        do {
            // Longer than any attempt takes: whoever dies in one loses it to the next who looks.
            let hold = Duration.seconds(settings.timeoutSeconds * 3)
            var resting: [String: Date] = [:]
            while !Task.isCancelled,
                let delivery = try await records.deliveries.claim(now: clock(), hold: hold)
            {
                let target = Self.server(of: delivery)
                if let until = resting[target], clock() < until {
                    try await postpone(delivery, "\(delivery.target) has just failed", until: until)
                    continue
                }
                let outcome = try await attempt(delivery)
                if case .postponed = outcome {
                    resting[target] = clock().addingTimeInterval(Self.pause(after: delivery.attempts))
                }
                try await finish(delivery, outcome)
            }
        } catch {
            report(.outboxFailed("\(error)"))
        }
    }

    /// All letters go through one server.
    private static func server(of delivery: Delivery) -> String {
        delivery.kind == .webhook ? "webhook \(delivery.target)" : delivery.kind.rawValue
    }

    private func attempt(_ delivery: Delivery) async throws -> Transfer.Outcome {
        guard let flag = try await records.flags.find(delivery.flag) else {
            return .refused("there is no flag \(delivery.flag)")
        }
        let store = try await records.stores.find(flag.store)
        let message = DeliveryMessage(
            delivery: delivery, flag: flag, storeName: store?.name ?? flag.store.rawValue, settings: settings)
        switch delivery.kind {
        case .webhook:
            guard let webhook = settings.webhooks[delivery.target] else {
                return .refused("no webhook is named \(delivery.target)")
            }
            guard let signature = WebhookSignature(secret: webhook.secret) else {
                return .refused(
                    "webhook \(delivery.target) 的密钥应为 whsec_ 加 base64 (its secret must be whsec_ and base 64)"
                )
            }
            return await sender.send(try message.call(webhook.address, signedBy: signature, at: clock()))
        case .email:
            guard let mail = settings.mail else { return .refused("no mail server is configured") }
            return await sender.send(message.letter(mail, at: clock()))
        case .task: return .refused("a task is not delivered")
        }
    }

    private func finish(_ delivery: Delivery, _ outcome: Transfer.Outcome) async throws {
        switch outcome {
        case .taken:
            try await records.deliveries.markSent(delivery.id, at: clock())
            report(.sent(delivery))
        case .postponed(let reason) where delivery.attempts < settings.attempts:
            let until = clock().addingTimeInterval(Self.pause(after: delivery.attempts))
            try await postpone(delivery, reason, until: until)
        case .postponed(let reason), .refused(let reason):
            try await records.deliveries.markFailed(delivery.id, reason, retryAt: nil)
            report(.dead(delivery, reason))
        }
    }

    private func postpone(_ delivery: Delivery, _ reason: String, until: Date) async throws {
        try await records.deliveries.markFailed(delivery.id, reason, retryAt: until)
        report(.postponed(delivery, reason, until: until))
    }

    /// Half a minute, then four times as long each time, at most six hours; seconds.
    static func pause(after attempt: Int) -> Double {
        min(21_600, 30 * Double(1 << (2 * min(8, max(0, attempt - 1)))))
    }
}
