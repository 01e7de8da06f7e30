import Decoding
import Dispatch
import Foundation
import Media
import TestSupport
import Testing

@testable import Confinement

/// Real processes, and what attacks or the kernel do to them.
struct ConfinedDecoderTests {
    private static func settings(_ arguments: [String] = []) throws -> ConfinedDecoder.Settings {
        var settings = ConfinedDecoder.Settings(command: [try Probe.path(), "decode-worker"] + arguments)
        settings.environment = ["SWIFT_BACKTRACE=enable=no"]
        settings.processes = 1
        return settings
    }

    private static func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Fixture.data(name)) }

    // MARK: The same answers

    @Test(arguments: [
        "media/plain.jpg", "media/orientation-6.jpg", "media/cmyk.jpg", "media/alpha.png", "media/rgb16.png",
        "media/lossy.webp", "media/alpha.heic", "media/plain.avif",
    ])
    func `a picture is the same as without confinement`(_ file: String) throws {
        let bytes = try Self.bytes(file)
        let (picture, facts) = try ConfinedDecoder(Self.settings()).picture(bytes)
        let (expected, expectedFacts) = try MediaDecoder().picture(bytes)
        #expect(picture == expected)
        #expect(facts == expectedFacts)
    }

    @Test(arguments: [
        "media/s16-44k-stereo.wav", "media/tone.mp3", "media/opus.ogg", "hostile/opus-live.webm",
    ])
    func `a recording is the same as without confinement`(_ file: String) throws {
        let bytes = try Self.bytes(file)
        let (recording, facts) = try ConfinedDecoder(Self.settings()).recording(bytes)
        let (expected, expectedFacts) = try MediaDecoder().recording(bytes)
        #expect(recording == expected)
        #expect(facts == expectedFacts)
    }

    @Test func `every file of the fixtures is examined as without confinement`() throws {
        let decoder = ConfinedDecoder(try Self.settings())
        for folder in ["media", "hostile"] {
            let names = try FileManager.default.contentsOfDirectory(atPath: Fixture.url(folder).path)
            for name in names.sorted() where name.contains(".") && name != "manifest.json" {
                let bytes = try Self.bytes("\(folder)/\(name)")
                #expect(try decoder.facts(of: bytes) == MediaDecoder().facts(of: bytes), "\(name)")
                for subject in [DecodingFailure.Subject.picture, .recording] {
                    #expect(
                        Self.examined(by: decoder, bytes, subject)
                            == Self.examined(by: MediaDecoder(), bytes, subject), "\(name)")
                }
            }
        }
    }

    private static func examined(
        by decoder: any MediaDecoding, _ bytes: [UInt8], _ subject: DecodingFailure.Subject
    ) -> Result<Examination, DecodingFailure> {
        do throws(DecodingFailure) { return .success(try decoder.examine(bytes, as: subject)) } catch {
            return .failure(error)
        }
    }

    @Test(arguments: [(64, 48), (6_000, 4_000)])
    func `a file leaves nothing in the shared memory`(_ width: Int, _ height: Int) throws {
        let settings = try Self.settings()
        let process = try DecodeProcess(settings.command, environment: settings.environment)
        let bytes = try PNGWriter.bytes(of: Raster(width: width, height: height, red: 9, green: 8, blue: 7))
        guard case .reply(.picture(width, height, _)) = process.ask(.picture, bytes, seconds: 30) else {
            Issue.record("no picture")
            return
        }
        #expect(process.raster(width: width, height: height)?.pixels.prefix(3) == [9, 8, 7])
        #expect(process.files.bytes.prefix(bytes.count).allSatisfy { $0 == 0 })
        #expect(process.contents.bytes.prefix(width * height * 3).allSatisfy { $0 == 0 })
    }

    // MARK: Processes that come to harm

    private static func refusal(
        _ decoder: ConfinedDecoder, _ bytes: [UInt8]
    ) -> DecodingFailure.Code? {
        do throws(DecodingFailure) {
            _ = try decoder.picture(bytes)
            return nil
        } catch {
            return error.code
        }
    }

    @Test func `a process that is killed while it decodes costs one file`() async throws {
        let decoder = ConfinedDecoder(try Self.settings())
        try decoder.start()
        let bytes = try Self.bytes("media/plain.jpg")
        let process = try #require(decoder.readyProcesses.first)
        // Stopped, it cannot be faster than the kill.
        #expect(kill(process, SIGSTOP) == 0)
        async let code = Self.elsewhere { Self.refusal(decoder, bytes) }
        while !decoder.readyProcesses.isEmpty { await Task.yield() }
        #expect(kill(process, SIGKILL) == 0)
        #expect(await code == .decoderCrashed)
        #expect(try decoder.picture(bytes).0 == MediaDecoder().picture(bytes).0)
    }

    @Test func `a process that hangs is ended at the deadline and costs one file`() throws {
        var settings = try Self.settings()
        settings.pictureSeconds = 0.2
        let decoder = ConfinedDecoder(settings)
        try decoder.start()
        let process = try #require(decoder.readyProcesses.first)
        #expect(kill(process, SIGSTOP) == 0)
        let bytes = try Self.bytes("media/plain.jpg")
        #expect(Self.refusal(decoder, bytes) == .decoderTimedOut)
        #expect(kill(process, 0) == -1 && errno == ESRCH, "the process is gone")
        settings.pictureSeconds = 30
        #expect(Self.refusal(ConfinedDecoder(settings), bytes) == nil)
    }

    @Test func `a file that needs more memory than there is costs one file`() throws {
        let decoder = ConfinedDecoder(try Self.settings(["24"]))
        let bomb = try PNGWriter.bytes(of: Raster(width: 4_000, height: 4_000, red: 1, green: 2, blue: 3))
        let code = Self.refusal(decoder, bomb)
        #expect(code == .decoderOutOfMemory || code == .tooLarge, "\(String(describing: code))")
        #expect(Self.refusal(decoder, try Self.bytes("media/rgb8.png")) == nil)
    }

    @Test func `who had a refused file in hand decodes no other`() throws {
        let decoder = ConfinedDecoder(try Self.settings())
        try decoder.start()
        #expect(Self.refusal(decoder, try Self.bytes("media/plain.jpg")) == nil)
        #expect(decoder.readyProcesses.count == 1)
        #expect(Self.refusal(decoder, try Self.bytes("hostile/jpeg-flipped-bits.jpg")) != nil)
        #expect(decoder.readyProcesses.isEmpty)
    }

    @Test func `the pool is filled again while nobody waits`() async throws {
        var settings = try Self.settings()
        settings.processes = 2
        settings.keepsWarm = true
        let decoder = ConfinedDecoder(settings)
        try decoder.start()
        let before = Set(decoder.readyProcesses)
        for _ in before { #expect(Self.refusal(decoder, [1, 2, 3]) == .notMedia) }
        while decoder.readyProcesses.count < 2 { await Task.yield() }
        #expect(!before.isSubset(of: decoder.readyProcesses))
        #expect(Self.refusal(decoder, try Self.bytes("media/plain.jpg")) == nil)
    }

    @Test func `a process that is killed while it waits costs no file`() throws {
        let decoder = ConfinedDecoder(try Self.settings())
        try decoder.start()
        let process = try #require(decoder.readyProcesses.first)
        #expect(kill(process, SIGKILL) == 0)
        var ended = siginfo_t()
        #expect(waitid(P_PID, id_t(process), &ended, WEXITED | WNOWAIT) == 0)
        #expect(Self.refusal(decoder, try Self.bytes("media/plain.jpg")) == nil)
    }

    @Test func `a neighbour of a file that kills its process never notices`() async throws {
        var settings = try Self.settings()
        settings.processes = 2
        let decoder = ConfinedDecoder(settings)
        try decoder.start()
        let victim = try #require(decoder.readyProcesses.last)
        #expect(kill(victim, SIGSTOP) == 0)
        let bytes = try Self.bytes("media/plain.jpg")
        async let code = Self.elsewhere { Self.refusal(decoder, bytes) }
        while decoder.readyProcesses.contains(victim) { await Task.yield() }
        let expected = try MediaDecoder().picture(bytes).0
        for _ in 0..<5 { #expect(try decoder.picture(bytes).0 == expected) }
        #expect(kill(victim, SIGKILL) == 0)
        #expect(await code == .decoderCrashed)
    }

    /// Blocking calls must not take the threads that everyone shares.
    private static func elsewhere<Answer: Sendable>(
        _ body: @escaping @Sendable () -> Answer
    ) async -> Answer {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: body()) }
        }
    }

    // MARK: Processes that are not what they should be

    private static func shell(_ script: String) throws -> ConfinedDecoder.Settings {
        var settings = ConfinedDecoder.Settings(command: ["/bin/sh", "-c", script])
        settings.processes = 1
        return settings
    }

    /// `{"unconfined":"no seccomp"}` behind its length, then silence.
    private static let freeGreeting =
        #"printf '\033\000\000\000{"unconfined":"no seccomp"}' >&0; cat <&0 >/dev/null"#

    @Test func `a process that cannot be confined decodes nothing`() throws {
        let decoder = ConfinedDecoder(try Self.shell(Self.freeGreeting))
        let error = try #require(throws: ConfinementError.self) { try decoder.start() }
        #expect(error.description == "no seccomp")
        #expect(Self.refusal(decoder, [1, 2, 3]) == .decoderUnavailable)
    }

    @Test func `unconfined processes are used only where that was allowed`() throws {
        var settings = try Self.shell(Self.freeGreeting)
        settings.allowsUnconfined = true
        #expect(try ConfinedDecoder(settings).start() == "no seccomp")
    }

    @Test func `a program that is none of ours is no decoder`() throws {
        #expect(throws: ConfinementError.self) { try ConfinedDecoder(Self.shell("exit 3")).start() }
        #expect(throws: ConfinementError.self) {
            try ConfinedDecoder(.init(command: ["/does/not/exist"])).start()
        }
    }

    @Test(arguments: [
        // Taken over by a file, a process may answer anything.
        #"{"picture":{"width":100000,"height":100000,"_2":{"facts":{}}}}"#,
        #"{"facts":{}}"#, "{}", "[", #"{"recording":{"sampleCount":-1}}"#,
    ])
    func `an answer that cannot be true is a crash`(_ answer: String) throws {
        let length = String(UInt8(answer.utf8.count), radix: 8)
        let greeting = #"printf '\002\000\000\000{}' >&0; "#
        let script =
            greeting
            + #"head -c 1 <&0 >/dev/null; printf '\#(length)\000\000\000%s' '\#(answer)' >&0; cat <&0"#
            .replacingOccurrences(of: #"printf '\#(length)"#, with: #"printf '\\#(length)"#)
        #expect(Self.refusal(ConfinedDecoder(try Self.shell(script)), [1, 2, 3]) == .decoderCrashed)
    }
}
