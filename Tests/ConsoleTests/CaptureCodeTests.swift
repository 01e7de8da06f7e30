import API
import Evidence
import Hummingbird
import Records
import Testing
import WebTestSupport

@testable import Console

@Suite(.serialized) struct CaptureCodeTests {
    private static let router: @Sendable (WebService) throws -> Router<WebContext> = {
        try ConsolePages(service: $0).router()
    }

    @Test(arguments: [true, false])
    func `the manager's page shows the code of the day where the chain asks for it`(asks: Bool) async throws {
        try await TestServer.run(router: Self.router) { server in
            var policy = ScoringPolicy()
            policy.provenance = ProvenanceRules()
            policy.provenance?.asksForCode = asks
            try await server.records.reference.put(
                kind: .policy, name: "policy", json: CanonicalJSON.string(policy), by: "test",
                at: TestServer.now)
            let page = try await server.get("/m", try await server.signIn("hz001"), "Accept: text/html")
            #expect(page.status == 200)
            #expect(page.text.contains("今天的拍摄码") == asks)
            #expect(page.text.split(separator: #"name="captureProof""#).count == (asks ? 2 : 1))
            let day = TestChain.store.businessDay(at: TestServer.now).adding(days: -1)
            let earlier = try await server.get(
                "/m?day=\(day)", try await server.signIn("hz001"), "Accept: text/html")
            #expect(!earlier.text.contains("今天的拍摄码"))
        }
    }
}
