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

    func progress() async throws -> Progress {
        try await answer(to: URLRequest(url: server.appendingPathComponent("v1/progress")), body: nil)
    }

    private func answer<Value: Decodable>(to request: URLRequest, body: Data?) async throws -> Value {
        var request = request
        request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
        request.timeoutInterval = 60
        let (data, response): (Data, URLResponse)
        if let body {
            (data, response) = try await URLSession.shared.upload(for: request, from: body)
        } else {
            (data, response) = try await URLSession.shared.data(for: request)
        }
        let status = (response as? HTTPURLResponse)?.statusCode ?? 0
        guard (200..<300).contains(status) else {
            let problem = try? JSONDecoder().decode(Problem.self, from: data)
            throw Refused(status: status, message: problem?.text ?? "HTTP \(status)")
        }
        return try JSONDecoder().decode(Value.self, from: data)
    }
}
