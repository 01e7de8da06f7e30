/// Where flags are sent: `deliveries.yaml` of the data folder. Secrets stand in environment variables, never in it.
public struct DeliveryConfiguration: Sendable, Equatable {
    public struct Webhook: Sendable, Equatable {
        public var name: String
        public var address: String
        public var secretVariable: String
    }

    public struct Mail: Sendable, Equatable {
        public var server: String
        public var from: String
        public var userVariable: String?
        public var passwordVariable: String?
        public var requiresEncryption: Bool
    }

    public var webhooks: [Webhook] = []
    public var mail: Mail?
    public var consoleAddress: String?

    public init() {}
}

public enum DeliveriesFile {
    public static func read(_ text: String, file: String) throws(ConfigurationError) -> DeliveryConfiguration
    {
        let root = try DocumentNode.root(of: text, file: file)
        root.refuseUnknownKeys(["webhooks", "email", "consoleAddress"])
        var deliveries = DeliveryConfiguration()
        deliveries.webhooks = (root.child("webhooks")?.elements() ?? []).compactMap(webhook)
        root.refuseDoubles(
            deliveries.webhooks.map(\.name), chinese: { "webhook \($0) 出现两次" },
            english: { "the webhook \($0) stands twice" })
        deliveries.mail = root.child("email").flatMap(mail)
        deliveries.consoleAddress = address(root, "consoleAddress", ["http", "https"], isRequired: false)
        try root.problems.throwIfAny()
        return deliveries
    }

    private static func webhook(_ node: DocumentNode) -> DeliveryConfiguration.Webhook? {
        node.refuseUnknownKeys(["name", "address", "secretVariable"])
        guard let name = node.string("name"), let address = address(node, "address", ["http", "https"]),
            let secret = node.string("secretVariable")
        else { return nil }
        if !WebhookAddress.isPrivate(address) {
            node.problems.add(
                node.child("address"), "address 应以 https:// 开头；http:// 只能用于本机",
                "address must begin with https://; http:// is for this machine alone")
        }
        return DeliveryConfiguration.Webhook(name: name, address: address, secretVariable: secret)
    }

    private static func mail(_ node: DocumentNode) -> DeliveryConfiguration.Mail? {
        node.refuseUnknownKeys(["server", "from", "userVariable", "passwordVariable", "encryption"])
        guard let server = address(node, "server", ["smtp", "smtps"]), let from = node.string("from") else {
            return nil
        }
        if !MailAddress.isPlausible(from) {
            node.problems.add(node.child("from"), "from 应是一个邮箱地址", "from must be an e-mail address")
        }
        let encryption = node.optionalString("encryption") ?? "required"
        if !["required", "none"].contains(encryption) {
            node.problems.add(
                node.child("encryption"), "encryption 只能是 required 或 none", "encryption is required or none")
        }
        return DeliveryConfiguration.Mail(
            server: server, from: from, userVariable: node.optionalString("userVariable"),
            passwordVariable: node.optionalString("passwordVariable"),
            requiresEncryption: encryption != "none")
    }

    private static func address(
        _ node: DocumentNode, _ key: String, _ schemes: [String], isRequired: Bool = true
    ) -> String? {
        guard let text = isRequired ? node.string(key) : node.optionalString(key) else { return nil }
        let isWhole = schemes.contains { text.hasPrefix("\($0)://") && text.count > $0.count + 3 }
        guard isWhole, !text.contains(where: \.isWhitespace) else {
            let words = schemes.map { "\($0)://" }
            node.problems.add(
                node.child(key), "\(key) 应以 \(words.joined(separator: " 或 ")) 开头",
                "\(key) must begin with \(words.joined(separator: " or "))")
            return nil
        }
        return text
    }
}

/// Whether something can be an e-mail address at all; that it exists only a letter shows.
enum MailAddress {
    static func isPlausible(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
            && text.unicodeScalars.allSatisfy {
                $0.value > 32 && $0.value < 127 && !"<>,;:\"()[]\\".unicodeScalars.contains($0)
            }
    }
}
