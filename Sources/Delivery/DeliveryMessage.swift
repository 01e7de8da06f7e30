import Evidence
import Foundation
import Hashing
import Records

/// What a delivery says: JSON to programs, a letter to people.
struct DeliveryMessage {
    let delivery: Delivery
    let flag: Flag
    let storeName: String
    let settings: DeliverySettings

    private var link: String? {
        settings.consoleAddress.map { $0 + "/console/flags/\(flag.id)" }
    }

    // MARK: Webhook

    func call(_ address: String, signedBy signature: WebhookSignature, at instant: Date) throws -> Transfer {
        let body = try CanonicalJSON.string(
            WebhookDocument(id: delivery.id, flag: .init(flag), storeName: storeName, link: link))
        // The id goes into a header, where other letters than Latin have no place.
        let id = SHA256Hasher.hash(Array(delivery.id.utf8)).rawValue
        let seconds = Int(instant.timeIntervalSince1970)
        return Transfer(
            address: address,
            headers: [
                "Content-Type: application/json", "webhook-id: \(id)", "webhook-timestamp: \(seconds)",
                "webhook-signature: \(signature.header(id: id, seconds: seconds, body: body))",
                // Without it libcurl waits a second for permission to send longer bodies.
                "Expect:",
            ],
            body: Array(body.utf8), timeoutSeconds: settings.timeoutSeconds)
    }

    // MARK: E-mail

    /// Plain text in UTF-8; everything that came from people is encoded, so that no header can be smuggled in.
    func letter(_ server: DeliverySettings.MailServer, at instant: Date) -> Transfer {
        let title = flag.title["zh"] ?? flag.rule
        let words = [
            "\(storeName)（\(flag.store)）：\(title)", flag.recommendation["zh"],
            "\(flag.from) — \(flag.to)　\(flag.rule) \(flag.ruleVersion)", flag.recommendation["en"], link,
        ]
        let text = words.compactMap(\.self).joined(separator: "\n\n") + "\n"
        let lines = [
            "Date: \(Self.date(instant))", "From: <\(server.from)>", "To: <\(delivery.target)>",
            "Subject: \(Self.encodedWords("[店证] \(title)：\(storeName)"))",
            "Message-ID: <\(SHA256Hasher.hash(Array(delivery.id.utf8)).rawValue)@storeproof>",
            "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: base64", "",
            Data(text.utf8).base64EncodedString(options: [
                .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
            ]),
            "",
        ]
        return Transfer(
            address: server.address, body: Array(lines.joined(separator: "\r\n").utf8),
            envelope: .init(from: server.from, to: delivery.target), user: server.user,
            password: server.password, requiresEncryption: server.requiresEncryption,
            timeoutSeconds: settings.timeoutSeconds)
    }

    /// RFC 2047: words of at most 75 characters, none of which cuts a letter in two.
    static func encodedWords(_ text: String) -> String {
        var words: [String] = []
        var bytes: [UInt8] = []
        func close() {
            words.append("=?UTF-8?B?\(Data(bytes).base64EncodedString())?=")
            bytes = []
        }
        for letter in text.unicodeScalars {
            if bytes.count + letter.utf8.count > 45 { close() }
            bytes += Array(letter.utf8)
        }
        close()
        return words.joined(separator: "\r\n ")
    }

    /// RFC 5322, in universal time.
    static func date(_ instant: Date) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(secondsFromGMT: 0)
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss '+0000'"
        return format.string(from: instant)
    }
}
