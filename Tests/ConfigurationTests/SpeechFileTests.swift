import ConfigurationFiles
import Testing

struct SpeechFileTests {
    @Test func `an external engine is read with its limits`() throws {
        let speech = try SpeechFile.read(
            """
            engine: external
            external: { address: "https://asr.example/v1/audio/transcriptions", model: sensevoice, attempts: 5, restSeconds: 9 }
            """, file: "speech.yaml")
        #expect(speech.choice == .external)
        #expect(speech.external?.attempts == 5)
        #expect(speech.external?.restSeconds == 9)
        #expect(speech.external?.tokenVariable == nil)
    }

    @Test func `what is not said stays as it is shipped`() throws {
        #expect(try SpeechFile.read("threads: 1", file: "s").choice == .embedded)
        #expect(try SpeechFile.read("threads: 1", file: "s").threads == 1)
        #expect(try SpeechFile.read("threads: 1", file: "s").longestMinutes == 30)
        #expect(try SpeechFile.read("longestMinutes: 5", file: "s").longestMinutes == 5)
    }

    @Test(arguments: [
        "engine: cloud", "engine: external", "threads: 0", "beam: 99",
        "external: { address: ftp://x, model: m }", "external: { model: m }",
    ])
    func `what makes no sense is named with its line`(text: String) {
        let error = #expect(throws: ConfigurationError.self) { try SpeechFile.read(text, file: "s") }
        #expect(error?.problems.isEmpty == false)
    }
}
