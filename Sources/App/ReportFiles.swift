import ArgumentParser
import Evidence
import Foundation
import Reports

/// Writes a report into a folder as a page, a table of text and a workbook.
enum ReportFiles {
    /// - Parameter name: the files' name without an ending; what stands there is replaced.
    static func write(_ report: some PrintedReport, name: String, to folder: String) throws {
        let url = URL(fileURLWithPath: folder)
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
            try Data(report.html.utf8).write(to: url.appendingPathComponent("\(name).html"))
            try Data(report.commaSeparated.utf8).write(to: url.appendingPathComponent("\(name).csv"))
        } catch {
            throw Failure.environment("无法写入 \(folder) (cannot be written): \(InputFile.why(error))")
        }
        do { try report.workbook.write(to: url.appendingPathComponent("\(name).xlsx").path) } catch {
            throw Failure.environment("无法写入 Excel 文件 (cannot be written): \(error)")
        }
        Terminal.line("✓ \(folder)/\(name).html，\(name).csv，\(name).xlsx")
    }
}

/// The forms of a report besides a table on the terminal.
struct ReportForm: ParsableArguments {
    @Option(
        name: .long, help: "写成 HTML（可打印）、CSV 和 Excel 放进这个文件夹 (write HTML, CSV and Excel into this folder)")
    var output: String?
    @Flag(name: .long, help: "输出 JSON (print JSON)") var json = false

    /// Writes the files or prints JSON, whichever was asked for.
    /// - Returns: false where neither was: the table is to be shown.
    func deliver(_ report: some PrintedReport & Encodable, named name: String) throws -> Bool {
        if let output {
            try ReportFiles.write(report, name: name, to: output)
        } else if json {
            Terminal.line(try CanonicalJSON.string(report))
        }
        return output != nil || json
    }
}
