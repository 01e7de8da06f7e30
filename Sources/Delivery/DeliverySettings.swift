/// Where deliveries go, with the secrets that the settings file only names.
public struct DeliverySettings: Sendable, Equatable {
    public struct Webhook: Sendable, Equatable {
        public var address: String
        /// Signs every call: `whsec_` and the key in base 64, as Standard Webhooks 1.0 writes secrets. Nothing is sent
        /// with any other.
        public var secret: String
        public init(address: String, secret: String) {
            self.address = address
            self.secret = secret
        }
    }

    public struct MailServer: Sendable, Equatable {
        /// `smtp://mail.example:587` or `smtps://mail.example`.
        public var address: String
        public var from: String
        public var user: String?
        public var password: String?
        public var requiresEncryption: Bool
        public init(
            address: String, from: String, user: String? = nil, password: String? = nil,
            requiresEncryption: Bool = true
        ) {
            self.address = address
            self.from = from
            self.user = user
            self.password = password
            self.requiresEncryption = requiresEncryption
        }
    }

    /// By the name that rules use.
    public var webhooks: [String: Webhook]
    public var mail: MailServer?
    /// Where people reach the console, for links; nil leaves links out.
    public var consoleAddress: String?
    public var timeoutSeconds = 20
    /// After so many a delivery is given up.
    public var attempts = 8

    public init(webhooks: [String: Webhook] = [:], mail: MailServer? = nil, consoleAddress: String? = nil) {
        self.webhooks = webhooks
        self.mail = mail
        self.consoleAddress = consoleAddress
    }
}
