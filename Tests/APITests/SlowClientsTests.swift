import Foundation
import Glibc
import TestSupport
import Testing
import WebTestSupport

/// Whoever sends a byte now and then holds nobody else up.
@Suite(.serialized) struct SlowClientsTests {
    /// Begins an upload and never goes on with it.
    private static func begin(on port: Int) throws -> Int32 {
        let head = """
            POST /v1/batches/HZ-001/2026-11-22/items HTTP/1.1\r
            Host: 127.0.0.1\r
            Authorization: Bearer \(TestServer.token)\r
            Content-Type: multipart/form-data; boundary=slow\r
            Content-Length: 300000\r
            \r
            --slow\r
            Content-Disposition: form-data; name="kind"\r
            \r
            shelfPh
            """
        let connection = try HTTPExchange.open(port: port)
        let sent = head.withCString { send(connection, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
        #expect(sent == head.utf8.count)
        return connection
    }

    @Test func `an honest client is served while two hundred others hang in their uploads`() async throws {
        let photo = Array(try Fixture.data("chain/media/shelf/HZ-001_2026-11-20_shelf-1.jpg"))
        try await TestServer.run { server in
            var hanging: [Int32] = []
            defer { for connection in hanging { close(connection) } }
            for _ in 0..<200 { hanging.append(try Self.begin(on: server.port)) }
            for number in 1...3 {
                let answer = try await server.upload(
                    "/v1/batches/HZ-001/2026-11-22/items",
                    fields: [("kind", "shelfPhoto"), ("slot", "shelf-1")],
                    file: photo + [UInt8(number)])
                #expect(answer.status == 201)
            }
            let batch = try await server.get(
                "/v1/batches/HZ-001/2026-11-22", "Authorization: Bearer \(TestServer.token)")
            #expect(try batch.json()["received"] as? Int == 1)
        }
    }
}
