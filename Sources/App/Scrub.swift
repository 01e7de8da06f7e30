import ArgumentParser
import Evidence
import Foundation
import Intake
import Originals
import Records

/// `storeproof scrub`: the present pass over all originals to its end, at a rate.
struct Scrub: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "按限定速度重读原件，找出磁盘上变了的字节 (re-read originals at a rate, name flipped bits)",
        discussion: """
            从上次停下的地方继续；中断后再次运行即可。有原件与哈希不符时退出码为 1。只报告，不修改也不删除任何文件。
            worker 在后台每天做一遍 (worker --scrub-kilobytes-per-second)。
            """)

    @OptionGroup var data: DataOptions
    @Option(name: .long, help: "每秒最多读多少 KB (rate)") var kilobytesPerSecond = 65_536
    @Flag(name: .long, help: "只列出已知的，不重读 (list what is known, read nothing)") var known = false
    @Flag(name: .long, help: "输出 JSON (print JSON)") var json = false

    private struct Answer: Encodable {
        var checked: Int
        var altered: [AlteredOriginal]
    }

    func validate() throws {
        guard (1...ScrubRate.mostKilobytes).contains(kilobytesPerSecond) else {
            throw ValidationError("--kilobytes-per-second 1…\(ScrubRate.mostKilobytes)")
        }
    }

    func run() async throws {
        let folder = try await data.open()
        var answer = Answer(checked: 0, altered: [])
        if !known { answer.checked = try await finishPass(folder) }
        answer.altered = try await folder.records.scrub.altered()
        if json {
            Terminal.line(try CanonicalJSON.string(answer))
        } else {
            Terminal.line(
                "重读原件 \(answer.checked) 个，与哈希不符 \(answer.altered.count) 个 (originals read, altered)")
            for altered in answer.altered { Terminal.line("  \(ScrubRate.line(altered))") }
        }
        if !answer.altered.isEmpty { throw Failure.silent(.findingSaysNo) }
    }

    private func finishPass(_ folder: DataFolder) async throws -> Int {
        let scrub = OriginalsScrub(
            records: folder.records, originals: folder.originals,
            bytesPerSecond: ScrubRate.bytes(kilobytesPerSecond), clock: { Date() })
        let task = Task { try await scrub.finishPass { _ in } }
        let signals = StopSignals { task.cancel() }
        defer { signals.end() }
        do { return try await task.value } catch is CancellationError {
            throw Failure.environment("已中断，再次运行会从这里继续 (interrupted: run it again to go on)")
        }
    }
}

/// How fast originals are read again, and how a flipped one is told.
enum ScrubRate {
    static let mostKilobytes = 1 << 30

    static func bytes(_ kilobytesPerSecond: Int) -> Double { Double(kilobytesPerSecond) * 1024 }

    static func line(_ altered: AlteredOriginal) -> String {
        let items = altered.items.map(\.rawValue).joined(separator: " ")
        let found = altered.found?.rawValue ?? "无法读取 (unreadable)"
        return "原件变了 (altered) \(items) \(altered.path) 应为 (expected) \(altered.sha256) 实为 (found) \(found)"
    }
}
