import ConfigurationFiles
import Testing

struct DeliveriesFileTests {
    @Test func `webhooks and the mail server are read, encryption is the rule`() throws {
        let read = try DeliveriesFile.read(
            """
            webhooks:
              - { name: ops, address: "https://ops.example/flags", secretVariable: OPS_SECRET }
            email: { server: "smtp://mail.example:587", from: storeproof@chain.example, userVariable: MAIL_USER }
            consoleAddress: "https://storeproof.example"
            """, file: "deliveries.yaml")
        #expect(read.webhooks.map(\.name) == ["ops"])
        #expect(read.webhooks.first?.secretVariable == "OPS_SECRET")
        #expect(read.mail?.requiresEncryption == true && read.mail?.userVariable == "MAIL_USER")
        #expect(read.consoleAddress == "https://storeproof.example")
    }

    @Test(arguments: [
        "webhook: []", "webhooks: [{name: a, address: ftp://x, secretVariable: S}]",
        "webhooks: [{name: a, address: https://x}]",
        "webhooks: [{name: a, address: https://x, secretVariable: S}, {name: a, address: https://y, secretVariable: S}]",
        "email: {server: https://mail.example, from: a@b.example}",
        "email: {server: smtp://mail.example, from: nobody}",
        "email: {server: smtp://mail.example, from: \"a@b.example\\r\\nBcc: c@d.example\"}",
        "email: {server: smtp://mail.example, from: a@b.example, encryption: maybe}",
        "consoleAddress: storeproof.example",
    ])
    func `what makes no sense is named with its line`(text: String) {
        let error = #expect(throws: ConfigurationError.self) { try DeliveriesFile.read(text, file: "d") }
        #expect(error?.problems.isEmpty == false)
    }
}
