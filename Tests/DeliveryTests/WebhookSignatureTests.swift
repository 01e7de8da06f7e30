import Testing

@testable import Delivery

struct WebhookSignatureTests {
    /// The example that the libraries of Standard Webhooks are tested with.
    @Test func `a call is signed as the libraries of receivers expect`() throws {
        let signature = try #require(WebhookSignature(secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        let header = signature.header(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek", seconds: 1_614_265_330, body: #"{"test": 2432232314}"#)
        #expect(header == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test(arguments: ["", "geheim", "whsec_", "whsec_!", "whsec_abc", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])
    func `no other secret is a key`(_ secret: String) {
        #expect(WebhookSignature(secret: secret) == nil)
    }
}
