import Consultation
import Media
import Testing

@testable import Simulation
@testable import Staging

struct TillSoundTests {
    private func plan(_ texts: [String]) -> PlannedRecording {
        PlannedRecording(
            lines: texts.map { PlannedRecording.Line(text: $0, isCustomer: true) }, topics: [],
            recordedMinutes: 0)
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func `voices are heard as speech where lines are spoken`(seed: UInt64) {
        let (sound, spoken) = TillSound.recording(
            of: plan(["这个预制菜买回去加热不方便", "好的，我看一下", "好的，谢谢你"]), seed: seed)
        let heard = RecordingSpeech.stretches(in: sound).reduce(0) { $0 + $1.upperBound - $1.lowerBound }
        let said = spoken.reduce(0) { $0 + $1.end - $1.start }
        #expect(spoken.count == 3 && sound.seconds >= 11)
        #expect(heard > 0.7 * said && heard < 1.4 * said, "\(heard) of \(said) s")
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func `the shop's hum is no speech`(seed: UInt64) {
        let (sound, spoken) = TillSound.recording(of: plan([]), seed: seed)
        #expect(spoken.isEmpty && RecordingSpeech.stretches(in: sound).isEmpty)
    }

    @Test func `a sound file says its length`() {
        let bytes = WaveFile.bytes(of: Waveform(sampleRate: 16_000, samples: [0, 1, -1]))
        #expect(bytes.count == 50 && bytes[40] == 6 && bytes[44...].elementsEqual([0, 0, 255, 127, 1, 128]))
    }
}
