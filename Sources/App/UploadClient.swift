import Evidence
import Foundation
import FoundationNetworking

/// Sends evidence to a StoreProof server as any integrator would.
struct UploadClient: Sendable {
    let server: URL
    let token: String

    struct Receipt: Decodable, Sendable {
        var id: String
        var sha256: String
        var repeated: Bool?
    }

    struct Progress: Decodable, Sendable {
        var waiting: Int
        var running: Int
        var done: Int
        var dead: Int
    }

    /// What the server said no to; `isFinal` = sending the same again will not help.
    struct Refused: Error {
        var status: Int
        var message: String
        var isFinal: Bool { (400..<500).contains(status) && status != 408 && status != 429 }
    }

    private struct Problem: Decodable {
        var detail: String?
        var title: String?
        var messages: [String: String]?
        var code: String

        /// Both languages, and what exactly was wrong where the sentence does not say it.
        var text: String? {
            guard let chinese = messages?["zh"] else { return detail ?? title }
            let english = messages?["en"] ?? ""
            let detail = detail.map { $0 == english ? "" : "; \($0)" } ?? ""
            return "\(chinese) (\(english)\(detail))"
        }
    }

    func send(
        _ fields: [(name: String, value: String)], fileName: String, bytes: Data, store: StoreID,
        day: BusinessDay
    ) async throws -> Receipt {
        let boundary = "storeproof-\(UUID().uuidString)"
        var body = Data()
        for field in fields {
            body.append(
                Data(
                    "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(field.name)\"\r\n\r\n\(field.value)\r\n"
                        .utf8))
        }
        let safeName = fileName.replacingOccurrences(of: "\"", with: "_")
        body.append(
            Data(
                "--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(safeName)\"\r\nContent-Type: application/octet-stream\r\n\r\n"
                    .utf8))
        body.append(bytes)
        body.append(Data("\r\n--\(boundary)--\r\n".utf8))
        var request = URLRequest(url: server.appendingPathComponent("v1/batches/\(store)/\(day)/items"))
        request.httpMethod = "POST"
        request.setValue("multipart/form-data; boundary=\(boundary)", forHTTPHeaderField: "Content-Type")
        return try await answer(to: request, body: body)
    }

    /// - Returns: the document about its entries, also where none was taken, or the taking ended before the last.
    func send(archive: URL, store: StoreID, day: BusinessDay, consent: Bool) async throws -> Data {
        var address = URLComponents(
            url: server.appendingPathComponent("v1/batches/\(store)/\(day)/archive"),
            resolvingAgainstBaseURL: false)
        if consent { address?.queryItems = [URLQueryItem(name: "consent", value: "true")] }
        guard let url = address?.url else { throw Refused(status: 404, message: "\(store) \(day)") }
        var request = URLRequest(url: url)
        request.httpMethod = "POST"
        request.setValue("application/zip", forHTTPHeaderField: "Content-Type")
        // Every entry is made durable before the answer comes.
        let (status, data) = try await exchange(
            request, body: try Data(contentsOf: archive, options: .mappedIfSafe), seconds: 600)
        let isAboutEntries = [422, 503, 507].contains(status) && Self.problem(data) == nil
        guard (200..<300).contains(status) || isAboutEntries else {
            throw Refused(status: status, message: Self.problem(data)?.text ?? "HTTP \(status)")
        }
        return data
    }

    func progress() async throws -> Progress {
        try await answer(to: URLRequest(url: server.appendingPathComponent("v1/progress")), body: nil)
    }

    private func answer<Value: Decodable>(to request: URLRequest, body: Data?) async throws -> Value {
        let (status, data) = try await exchange(request, body: body, seconds: 60)
        guard (200..<300).contains(status) else {
            throw Refused(status: status, message: Self.problem(data)?.text ?? "HTTP \(status)")
        }
        return try JSONDecoder().decode(Value.self, from: data)
    }

    private func exchange(
        _ request: URLRequest, body: Data?, seconds: Double
    ) async throws -> (status: Int, data: Data) {
        var request = request
        request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
        request.timeoutInterval = seconds
        let (data, response): (Data, URLResponse)
        if let body {
            (data, response) = try await URLSession.shared.upload(for: request, from: body)
        } else {
            (data, response) = try await URLSession.shared.data(for: request)
        }
        return ((response as? HTTPURLResponse)?.statusCode ?? 0, data)
    }

    private static func problem(_ data: Data) -> Problem? {
        do { return try JSONDecoder().decode(Problem.self, from: data) } catch { return nil }
    }
}
