public import Evidence
public import Foundation
import FoundationNetworking
public import Media

/// A recogniser of headquarters' choice behind OpenAI's `POST /v1/audio/transcriptions`. Recordings leave the machine
/// only where headquarters configured it, and only for the host named there: redirections are not followed.
public struct ExternalEngine: SpeechEngine {
    public struct Settings: Sendable, Equatable {
        /// The whole address, `https://asr.example/v1/audio/transcriptions`.
        public var address: URL
        public var model: String
        /// Sent as a bearer token.
        public var token: String?
        public var language = "zh"
        /// For an answer; a recording's own length is added.
        public var timeoutSeconds = 60.0
        public var attempts = 3
        /// Before the second attempt; doubled for each one after.
        public var backOffSeconds = 1.0
        /// After this many failures in a row the engine is left alone for a while.
        public var failuresUntilRest = 5
        public var restSeconds = 60.0

        public init(address: URL, model: String, token: String? = nil) {
            self.address = address
            self.model = model
            self.token = token
        }
    }

    public let source = Transcript.Source.external
    public let engine: Transcript.Engine
    private let settings: Settings
    private let breaker: CircuitBreaker
    private let session: URLSession

    /// A transcript larger than this is none, bytes.
    private static let largestAnswer = 4 << 20

    public init(settings: Settings) {
        self.settings = settings
        engine = Transcript.Engine(
            name: settings.address.host ?? "external", version: "openai-v1", model: settings.model)
        breaker = CircuitBreaker(
            failuresUntilRest: settings.failuresUntilRest, rest: .seconds(settings.restSeconds))
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpCookieStorage = nil
        configuration.urlCache = nil
        session = URLSession(
            configuration: configuration, delegate: RedirectionsRefused(), delegateQueue: nil)
    }

    public func transcribe(
        _ recording: Waveform, prompt: String
    ) async throws(SpeechError) -> [Transcript.Segment] {
        let request = request(recording, prompt)
        var attempt = 1
        while true {
            try breaker.enter()
            let outcome = await answer(request)
            switch outcome {
            case .success(let segments):
                breaker.report(isHealthy: true)
                return segments
            case .failure(let error):
                // A refusal is an answer: the engine is well.
                breaker.report(isHealthy: error.code == .refused || error.code == .cancelled)
                guard error.code == .unreachable, attempt < settings.attempts else { throw error }
            }
            try await pause(beforeAttempt: attempt + 1)
            attempt += 1
        }
    }

    private func pause(beforeAttempt attempt: Int) async throws(SpeechError) {
        let seconds = settings.backOffSeconds * Double(1 << min(10, max(0, attempt - 2)))
        do { try await Task.sleep(for: .seconds(seconds)) } catch {
            throw SpeechError(.cancelled, "the task was cancelled")
        }
    }

    private func request(_ recording: Waveform, _ prompt: String) -> URLRequest {
        var form = MultipartForm()
        form.add("model", settings.model)
        form.add("language", settings.language)
        form.add("prompt", prompt)
        form.add("response_format", "verbose_json")
        form.add(file: WaveFile.bytes(of: recording), named: "recording.wav", type: "audio/wav")
        var request = URLRequest(url: settings.address)
        request.httpMethod = "POST"
        request.timeoutInterval = settings.timeoutSeconds + recording.seconds
        request.setValue(form.contentType, forHTTPHeaderField: "Content-Type")
        if let token = settings.token {
            request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
        }
        request.httpBody = form.body
        return request
    }

    private func answer(_ request: URLRequest) async -> Result<[Transcript.Segment], SpeechError> {
        let data: Data
        let response: URLResponse
        do { (data, response) = try await session.data(for: request) } catch {
            if Task.isCancelled { return .failure(SpeechError(.cancelled, "the task was cancelled")) }
            return .failure(SpeechError(.unreachable, error.localizedDescription))
        }
        let status = (response as? HTTPURLResponse)?.statusCode ?? 0
        switch status {
        case 200: return Self.segments(data)
        case 408, 429, 500...599: return .failure(SpeechError(.unreachable, "status \(status)"))
        default: return .failure(SpeechError(.refused, "status \(status)"))
        }
    }

    private static func segments(_ data: Data) -> Result<[Transcript.Segment], SpeechError> {
        guard data.count <= largestAnswer, let text = String(validating: data, as: UTF8.self) else {
            return .failure(SpeechError(.unreachable, "\(data.count) bytes that are no transcript"))
        }
        do throws(TranscriptError) { return .success(try RecognizerJSON.parse(text)) } catch {
            return .failure(SpeechError(.unreachable, error.english))
        }
    }
}

/// Ends a task at the redirection instead of sending the recording elsewhere.
private final class RedirectionsRefused: NSObject, URLSessionTaskDelegate {
    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }
}
