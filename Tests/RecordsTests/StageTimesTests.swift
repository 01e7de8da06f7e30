import Testing

@testable import Records

struct StageTimesTests {
    @Test func `runs of stages add up bucket by bucket`() async throws {
        let fixture = try await RecordsFixture()
        let times = fixture.records.stageTimes
        #expect(try await times.all().isEmpty)
        try await times.add([.decode: 0.05, .score: 0.4])
        try await times.add([.decode: 0.051])
        try await times.add([.decode: 1_000, .transcribe: 12])
        let all = try await times.all()
        #expect(all.keys.sorted { $0.rawValue < $1.rawValue } == [.decode, .score, .transcribe])
        let decode = try #require(all[.decode])
        #expect(decode.runs == [1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1])
        #expect(abs(decode.seconds - 1_000.101) < 1e-9)
        #expect(all[.transcribe]?.runs[8] == 1)
        #expect(try await fixture.records.operationFigures().stages == all)
    }

    @Test func `a clock that was set back costs no time and breaks nothing`() async throws {
        let fixture = try await RecordsFixture()
        try await fixture.records.stageTimes.add([.analyse: -3])
        try await fixture.records.stageTimes.add([.analyse: .nan])
        let time = try #require(try await fixture.records.stageTimes.all()[.analyse])
        #expect(time.runs.first == 2 && time.seconds == 0)
    }
}
