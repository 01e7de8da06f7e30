import ConfigurationFiles
import Evidence
import Foundation
import TestSupport
import Testing

struct RetentionFileTests {
    private func read(_ text: String) throws -> RetentionPolicy {
        try RetentionFile.read(text, file: "retention.yaml")
    }

    @Test func `each kind has its days, and one that is not named those that are shipped`() throws {
        let policy = try read("version: a\ndays:\n  shelfPhoto: 90\n  consultationAudio: forever\n")
        #expect(policy.version == "a")
        #expect(policy[.shelfPhoto] == 90)
        #expect(policy[.consultationAudio] == nil)
        #expect(policy[.orderScreenshot] == RetentionPolicy(version: "a")[.orderScreenshot])
        #expect(try read("version: a") == RetentionPolicy(version: "a"))
    }

    @Test func `a night's share is what the file says, or what is shipped`() throws {
        #expect(try read("version: a\nmostPercentANight: 35").mostPercentANight == 35)
        #expect(try read("version: a").mostPercentANight == 10)
    }

    @Test func `the sample says what is shipped`() throws {
        let text = try String(contentsOf: Fixture.url("retention.yaml"), encoding: .utf8)
        let policy = try read(text)
        #expect(policy == RetentionPolicy(version: policy.version))
    }

    @Test(arguments: [
        ("version: a\ndays:\n  shelfPhoto: 0", 3),
        ("version: a\ndays:\n  shelfPhoto: 1.5", 3),
        ("version: a\ndays:\n  shelfPhoto: -400", 3),
        ("version: a\ndays:\n  orderScreenshot: 36501", 3),
        ("version: a\ndays:\n  consultationAudio: never", 3),
        // Read over, they would leave the shipped days in force.
        ("version: a\ndays:\n  shelfPhotos: 900", 3),
        ("version: a\ndais:\n  shelfPhoto: 900", 2),
        ("version: a\ndays: 900", 2),
        ("version: a\nmostPercentANight: 0", 2),
        ("version: a\nmostPercentANight: 101", 2),
        ("version: a\nmostPercentANight: all", 2),
        ("version: a\ndays:\n  - shelfPhoto", 3),
        ("days:\n  shelfPhoto: 900", 1),
        ("version: a\ndays:\n  shelfPhoto: 1\n  shelfPhoto: 2", nil),
    ])
    func `what makes no sense is named with its line`(text: String, line: Int?) {
        let error = #expect(throws: ConfigurationError.self) { try read(text) }
        if let line { #expect(error?.problems.map(\.line) == [line]) }
        #expect(error?.description.contains("retention.yaml") == true)
    }
}
