import ConfigurationFiles
import Evidence
import Foundation
import TestSupport
import Testing

@testable import Provenance

/// `fixtures/provenance/policy.yaml` is what a chain copies to change something: it must say what is shipped.
struct PolicySampleTests {
    private func sample() throws -> ProvenanceRules {
        let text = try String(contentsOf: Fixture.url("provenance/policy.yaml"), encoding: .utf8)
        let policy = try PolicyFile.read(text, file: "policy.yaml", provenanceCodes: ProvenancePolicy.codes)
        return try #require(policy.provenance)
    }

    @Test func `the sample names every code and changes nothing`() throws {
        let rules = try sample()
        #expect(rules.codes.keys.sorted() == ReasonCode.allCases.map(\.rawValue).sorted())
        let (shipped, read) = (ProvenancePolicy(), ProvenancePolicy(rules))
        #expect(read.outsideMetres == shipped.outsideMetres)
        #expect(read.outsideRadii == shipped.outsideRadii)
        #expect(read.placeAgreementMetres == shipped.placeAgreementMetres)
        #expect(read.timeToleranceMinutes == shipped.timeToleranceMinutes)
        #expect(read.uploadDelayHours == shipped.uploadDelayHours)
        #expect(read.travelKilometresPerHour == shipped.travelKilometresPerHour)
        #expect(read.makerNoteOriginals == shipped.makerNoteOriginals)
        #expect(read.makerNoteShare == shipped.makerNoteShare)
        #expect(read.suspectWeight == shipped.suspectWeight)
        #expect(read.asksForCode == shipped.asksForCode)
    }

    @Test(arguments: ReasonCode.allCases)
    func `the sample says of a code what is shipped`(_ code: ReasonCode) throws {
        let entry = try #require(try sample().codes[code.rawValue])
        let shipped = ProvenancePolicy()
        #expect(entry.verdict == shipped.severity(code))
        #expect(entry.weight == shipped.weight(code.rawValue))
        #expect(entry.chinese == code.advice.0)
        #expect(entry.english == code.advice.1)
    }
}
