import Evidence
import Foundation
import Multipart
import TestSupport
import Testing

@testable import API

struct ByteRangeTests {
    @Test(
        arguments: [
            (nil, ByteRange.whole), ("bytes=0-99", .part(0...99)), ("bytes=900-", .part(900...999)),
            ("bytes=-10", .part(990...999)), ("bytes=-5000", .part(0...999)),
            ("bytes=990-5000", .part(990...999)),
            ("bytes=1000-", .unsatisfiable), ("bytes=-0", .unsatisfiable), ("bytes=5-2", .whole),
            ("bytes=0-1,5-6", .whole), ("bytes=a-b", .whole), ("items=0-1", .whole), ("bytes=", .whole),
            ("bytes=99999999999999999999-", .whole),
        ] as [(String?, ByteRange)])
    func `a range of 1000 bytes is read as the standard says`(header: String?, expected: ByteRange) {
        #expect(ByteRange.read(header, of: 1_000) == expected)
    }
}

struct PercentEncodingTests {
    @Test(arguments: ["HZ-001", "店 1/2", "a+b&c=d", "<script>", "%41", ""])
    func `what is encoded as a segment decodes to itself`(text: String) {
        #expect(text.urlSegment.utf8.allSatisfy { $0 < 128 && $0 != UInt8(ascii: "/") })
        #expect(text.urlSegment.percentDecoded == text)
    }

    @Test(arguments: ["%", "%4", "%zz", "%FF%FE", "a%00"])
    func `broken escapes and NUL decode to nothing`(text: String) {
        #expect(text.percentDecoded == nil)
    }
}

struct UploadFieldsTests {
    private let sender = Account(id: AccountID("a"), name: "a", role: .integrator)

    private func fields(_ values: [String: String]) -> UploadFields {
        var fields = UploadFields()
        for (name, value) in values { fields[name] = value }
        return fields
    }

    private func submission(_ values: [String: String]) throws -> Bool {
        _ = try fields(values).submission(
            store: StoreID("HZ-001"), day: BusinessDay(ordinal: 20_000), sender: sender, fileName: nil)
        return true
    }

    @Test func `complete fields make a submission`() throws {
        #expect(
            try submission([
                "kind": "shelfPhoto", "slot": "shelf-1", "consent": "true",
                "receivedAt": "2026-11-20T09:16:00+08:00", "clientPosition": "30.27,120.12,18",
            ]))
        #expect(
            try submission([
                "kind": "shelfPhoto", "slot": "shelf-1",
                "clientPosition":
                    #"{"latitude":30.2,"longitude":120.1,"accuracy":18,"time":"2026-11-20T09:12:34+08:00"}"#,
            ]))
        #expect(try submission(["transcriptOf": "item-1"]))
    }

    @Test(arguments: ["91,0", "120.12,30.27", "0,0", #"{"latitude":120.12,"longitude":1e300}"#])
    func `numbers that are no place on earth cost no evidence`(position: String) throws {
        #expect(try submission(["kind": "shelfPhoto", "slot": "shelf-1", "clientPosition": position]))
    }

    @Test(arguments: [
        ["slot": "shelf-1"], ["kind": "shelfPhoto"], ["kind": "video", "slot": "shelf-1"],
        ["kind": "shelfPhoto", "slot": "s", "consent": "maybe"],
        ["kind": "shelfPhoto", "slot": "s", "receivedAt": "yesterday"],
        ["kind": "shelfPhoto", "slot": "s", "clientPosition": "30.27N,120.12E"],
        ["kind": "shelfPhoto", "slot": "s", "clientPosition": "{"],
        ["kind": "shelfPhoto", "slot": "s", "captureProof": "7HK3"],
        ["kind": "shelfPhoto", "slot": "s", "clientPosition": "nan,0"],
        ["kind": "shelfPhoto", "slot": "s", "clientPosition": "30.27,inf"],
        ["kind": "shelfPhoto", "slot": String(repeating: "s", count: 65)],
    ])
    func `a field that makes no sense is named`(values: [String: String]) {
        #expect(throws: Problem.self) { try submission(values) }
    }
}

struct SignInThrottleTests {
    private let start = Date(timeIntervalSince1970: 0)

    @Test func `after five failures an account must wait, and after the window it may try again`() async {
        let throttle = SignInThrottle()
        for second in 0..<5 {
            #expect(await throttle.secondsToWait(["account a"], at: start) == nil)
            await throttle.failed(["account a"], at: start.addingTimeInterval(Double(second)))
        }
        #expect(await throttle.secondsToWait(["account a"], at: start.addingTimeInterval(10)) == 890)
        #expect(await throttle.secondsToWait(["account b"], at: start.addingTimeInterval(10)) == nil)
        #expect(await throttle.secondsToWait(["account a"], at: start.addingTimeInterval(901)) == nil)
    }

    @Test func `a success forgets the failures`() async {
        let throttle = SignInThrottle()
        for _ in 0..<4 { await throttle.failed(["account a"], at: start) }
        await throttle.succeeded(["account a"])
        for _ in 0..<4 { await throttle.failed(["account a"], at: start) }
        #expect(await throttle.secondsToWait(["account a"], at: start) == nil)
    }
}
