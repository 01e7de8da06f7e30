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

    private static func problems(_ address: String) -> Int {
        do throws(ConfigurationError) {
            _ = try DeliveriesFile.read(
                "webhooks: [{name: a, address: \"\(address)\", secretVariable: S}]", file: "d")
            return 0
        } catch {
            return error.problems.count
        }
    }

    @Test(arguments: [
        "http://ops.example/flags", "http://127.0.0.1.ops.example", "http://127.0.0.1@ops.example",
        "http://localhost:80@ops.example", "http://127.ops.example", "http://[::2]", "http://10.0.0.1",
        "http://127.0.0.256", "http://?localhost",
    ])
    func `a call that others could read on its way is refused`(address: String) {
        #expect(Self.problems(address) == 1)
    }

    @Test(arguments: [
        "https://ops.example/flags", "http://127.0.0.1:8080/flags", "http://localhost/flags",
        "http://[::1]:8080", "http://127.3.2.1",
    ])
    func `calls over TLS and within this machine are allowed`(address: String) {
        #expect(Self.problems(address) == 0)
    }
}
