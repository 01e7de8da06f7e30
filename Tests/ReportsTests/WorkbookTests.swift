import Evidence
import Foundation
import TestSupport
import Testing

@testable import Reports

struct WorkbookTests {
    private func bytes(_ workbook: Workbook) throws -> Data {
        let folder = try TemporaryFolder()
        let url = folder.url.appendingPathComponent("book.xlsx")
        try workbook.write(to: url.path)
        return try Data(contentsOf: url)
    }

    private func workbook(_ name: String = "门店") -> Workbook {
        let rows: [[Workbook.Cell]] = [
            [.text("=HYPERLINK(\"x\")"), .number(1.5)], [.text("<&>"), .empty], [.text("x"), .number(.nan)],
        ]
        return Workbook(
            sheets: [.init(name: name, header: ["名称", "总分"], rows: rows)], day: BusinessDay(ordinal: 20_776))
    }

    @Test func `a workbook is a zip file, and the same content gives the same bytes`() throws {
        let first = try bytes(workbook())
        #expect(first.starts(with: [0x50, 0x4B, 3, 4]))
        #expect(try bytes(workbook()) == first)
    }

    @Test(arguments: ["a/b", String(repeating: "x", count: 40)])
    func `a sheet name that Excel refuses is an error`(name: String) {
        #expect(throws: WorkbookError.self) { try bytes(workbook(name)) }
    }

    @Test func `a folder that is not there is an error`() {
        #expect(throws: WorkbookError.self) { try workbook().write(to: "/nowhere/at/all/book.xlsx") }
    }
}
