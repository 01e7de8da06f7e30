import Evidence
import Testing

@testable import ConfigurationFiles

struct ProvenanceRulesTests {
    private let codes: [String: ProvenanceFindings.Severity] = [
        "time.future": .rejected, "software.editor": .suspect,
    ]
    private let head = """
        version: a
        parts:
          completeness: {weight: 15}
          shelf: {weight: 45}
          promotion: {weight: 25}
          consultation: {weight: 15}

        """

    private func lines(_ section: String) -> [Int?] {
        do {
            _ = try PolicyFile.read(head + section, file: "p", provenanceCodes: codes)
            return []
        } catch {
            return error.problems.map(\.line)
        }
    }

    @Test func `the section is read`() throws {
        let section = """
            provenance:
              version: chain-2
              outsideMetres: 800
              makerNoteOriginals: 30
              makerNoteShare: 0.9
              codes:
                time.future: {verdict: suspect, weight: 2}
                software.editor: {chinese: 请重拍。, english: Please retake.}
            """
        let policy = try PolicyFile.read(head + section, file: "p", provenanceCodes: codes)
        let rules = try #require(policy.provenance)
        #expect(rules.version == "chain-2")
        #expect(rules.outsideMetres == 800)
        #expect(rules.makerNoteOriginals == 30)
        #expect(rules.makerNoteShare == 0.9)
        #expect(rules.codes["time.future"] == .init(verdict: .suspect, weight: 2))
        #expect(rules.codes["software.editor"]?.english == "Please retake.")
        #expect(try PolicyFile.read(head, file: "p").provenance == nil)
        // What was stored comes back.
        let stored = try CanonicalJSON.decode(ScoringPolicy.self, from: try CanonicalJSON.string(policy))
        #expect(stored == policy)
    }

    @Test func `every mistake is named with its line`() {
        #expect(lines("provenance:\n  codes:\n    time.past: {verdict: info}\n") == [9])
        #expect(lines("provenance:\n  codes:\n    software.editor: {verdict: rejected}\n") == [9])
        #expect(lines("provenance:\n  codes:\n    software.editor: {verdict: guilty}\n") == [9])
        #expect(lines("provenance:\n  codes:\n    software.editor: {weight: -1}\n") == [9])
        #expect(lines("provenance:\n  codes:\n    software.editor: {chinese: 请重拍。}\n") == [9])
        #expect(lines("provenance:\n  outsideMeters: 800\n") == [8])
        #expect(lines("provenance:\n  outsideMetres: far\n") == [8])
        #expect(lines("provenance:\n  makerNoteOriginals: 0\n") == [8])
        #expect(lines("provenance:\n  makerNoteOriginals: 20.5\n") == [8])
        #expect(lines("provenance:\n  makerNoteShare: 95\n") == [8])
    }
}
