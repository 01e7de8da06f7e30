import Media
import Testing

struct ClaimedFormatTests {
    @Test(arguments: [
        ("a.jpg", "jpeg"), ("IMG.JPEG", "jpeg"), ("a.b.heic", "heif"), ("x.3gp", "m4a"), ("x.ogg", "opus"),
        ("x.opus", "opus"), ("x.mkv", "webm"),
    ])
    func `a fitting name contradicts nothing`(name: String, format: String) {
        #expect(ClaimedFormat(fileName: name)?.contradicts(format) == false)
    }

    @Test func `another format, or none, contradicts a name`() {
        let claimed = ClaimedFormat(fileName: "照片.PNG")
        #expect(claimed?.name == "png")
        #expect(claimed?.contradicts("jpeg") == true)
        #expect(claimed?.contradicts(nil) == true)
    }

    @Test(arguments: ["photo", "photo.", "notes.txt", "", "."])
    func `a name that stands for no medium claims none`(name: String) {
        #expect(ClaimedFormat(fileName: name) == nil)
    }
}
