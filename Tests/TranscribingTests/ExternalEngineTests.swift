import Evidence
import Foundation
import Media
import TestSupport
import Testing

@testable import Transcribing

/// Against a real server on the loopback.
struct ExternalEngineTests {
    private let sound = Waveform(sampleRate: 16_000, samples: [Float](repeating: 0.1, count: 16_000))
    private let heard =
        #"{"text":"x","segments":[{"start":0.5,"end":0.9,"text":" 預製菜 ","avg_logprob":-0.105}]}"#

    private func engine(
        _ server: LocalServer, attempts: Int = 3, timeoutSeconds: Double = 20, failuresUntilRest: Int = 100
    ) throws -> ExternalEngine {
        let address = try #require(URL(string: "http://127.0.0.1:\(server.port)/v1/audio/transcriptions"))
        var settings = ExternalEngine.Settings(address: address, model: "sensevoice", token: "secret")
        settings.attempts = attempts
        settings.backOffSeconds = 0
        settings.timeoutSeconds = timeoutSeconds
        settings.failuresUntilRest = failuresUntilRest
        return ExternalEngine(settings: settings)
    }

    private func failure(_ engine: ExternalEngine) async -> SpeechError.Code? {
        do throws(SpeechError) {
            _ = try await engine.transcribe(sound, prompt: "")
            return nil
        } catch {
            return error.code
        }
    }

    @Test func `the recording goes out as a form and segments come back`() async throws {
        let server = try LocalServer([.init(body: heard)])
        defer { server.stop() }
        let segments = try await engine(server).transcribe(sound, prompt: "以下是普通话的句子。")
        #expect(segments == [Transcript.Segment(start: 0.5, end: 0.9, text: "預製菜", confidence: 0.9)])
        let request = try #require(server.requests.first)
        #expect(request.hasPrefix("POST /v1/audio/transcriptions"))
        #expect(request.contains("Authorization: Bearer secret"))
        for part in [
            "name=\"model\"\r\n\r\nsensevoice", "name=\"language\"\r\n\r\nzh", "verbose_json",
            "filename=\"recording.wav\"", "WAVEfmt ", "以下是普通话的句子。",
        ] {
            #expect(request.contains(part), "\(part)")
        }
    }

    @Test func `a busy server is asked again`() async throws {
        let server = try LocalServer([.init(status: 503), .init(status: 429), .init(body: heard)])
        defer { server.stop() }
        #expect(try await engine(server).transcribe(sound, prompt: "").count == 1)
        #expect(server.requests.count == 3)
    }

    @Test func `a refusal is final`() async throws {
        let server = try LocalServer([.init(status: 401), .init(body: heard)])
        defer { server.stop() }
        #expect(await failure(try engine(server)) == .refused)
        #expect(server.requests.count == 1)
    }

    @Test func `the recording is not sent where a redirection points`() async throws {
        let other = try LocalServer([.init(body: heard)])
        let server = try LocalServer([
            .init(status: 307, headers: ["Location: http://127.0.0.1:\(other.port)/"])
        ])
        defer {
            server.stop()
            other.stop()
        }
        #expect(await failure(try engine(server)) == .refused)
        #expect(other.requests.isEmpty)
    }

    @Test func `an answer that is no transcript is no transcript`() async throws {
        let server = try LocalServer([.init(body: "<html>"), .init(body: "{\"segments\":3}")])
        defer { server.stop() }
        #expect(await failure(try engine(server, attempts: 2)) == .unreachable)
    }

    @Test func `a server that stays silent is given up`() async throws {
        let server = try LocalServer([.init(isSilent: true)])
        defer { server.stop() }
        #expect(await failure(try engine(server, attempts: 1, timeoutSeconds: 0.2)) == .unreachable)
    }

    @Test func `after failures in a row the server is left alone`() async throws {
        let server = try LocalServer([.init(status: 500), .init(status: 500), .init(body: heard)])
        defer { server.stop() }
        let engine = try engine(server, attempts: 5, failuresUntilRest: 2)
        #expect(await failure(engine) == .unreachable)
        #expect(await failure(engine) == .unreachable)
        #expect(server.requests.count == 2)
    }
}

struct CircuitBreakerTests {
    @Test func `after the rest one call tries, and its success opens the way`() throws {
        let clock = HandClock()
        let breaker = CircuitBreaker(failuresUntilRest: 2, rest: .seconds(60)) { clock.now }
        for _ in 0..<2 {
            try breaker.enter()
            breaker.report(isHealthy: false)
        }
        #expect(throws: SpeechError.self) { try breaker.enter() }
        clock.advance(.seconds(61))
        try breaker.enter()
        #expect(throws: SpeechError.self) { try breaker.enter() }
        breaker.report(isHealthy: true)
        try breaker.enter()
        try breaker.enter()
    }
}
