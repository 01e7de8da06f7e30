import ConfigurationFiles
import Testing

struct NumbersFileTests {
    @Test func `names and numbers are read, anything else is named with its line`() throws {
        #expect(
            try NumbersFile.read("surgeFactor: 3\nlateItems: 0.2", file: "p") == [
                "surgeFactor": 3, "lateItems": 0.2,
            ])
        let error = #expect(throws: ConfigurationError.self) {
            try NumbersFile.read("surgeFactor: 3\nlateItems: often", file: "p.yaml")
        }
        #expect(error?.problems.first?.line == 2)
    }
}
