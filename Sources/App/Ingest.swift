import ArgumentParser
import Evidence
import Foundation

/// `storeproof ingest TIMETABLE`, `storeproof ingest BATCH.zip`: imports evidence through the HTTP API.
struct Ingest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "按清单或压缩包上传证据 (upload evidence from a list, or a ZIP, through the API)",
        discussion: """
            清单是 JSON 列表：store、day、kind、slot、file，可选 receivedAt、transcript、consent、clientPosition。
            也可以是一个 ZIP：一家店一天的证据，按文件夹（货架、咨询、订单）或其中的 manifest.csv 分项，需要 --store 和 --day。
            Or a ZIP of one store and day: folders shelf, consultation, order, or manifest.csv in it say what is what.
            被服务器拒收的一件会写明原因，其余继续；有拒收时退出码为 1。断线会重试，重复上传同一文件不会重复入库。
            """)

    @Argument(help: "清单或压缩包 (timetable.json or a ZIP)") var timetable: String
    @Option(name: .long, help: "服务器 (server)") var server = "http://127.0.0.1:8080"
    @Option(name: .long, help: "集成方令牌 (token)；默认 $STOREPROOF_TOKEN") var token: String?
    @Option(name: .long, help: "压缩包的门店 (store of a ZIP)") var store: String?
    @Option(name: .long, help: "压缩包的营业日 (business day of a ZIP)") var day: String?
    @Flag(name: .long, help: "压缩包里录音的顾客已同意 (the customers recorded in a ZIP agreed)") var consent = false
    @Flag(name: .long, help: "压缩包：输出 JSON (of a ZIP: print the answer as JSON)") var json = false
    @Flag(name: .long, help: "等到全部识别完 (wait until everything is analysed)") var wait = false

    func run() async throws {
        guard let token = token ?? ProcessInfo.processInfo.environment["STOREPROOF_TOKEN"] else {
            throw Failure.usage("请给出 --token 或 STOREPROOF_TOKEN (give --token or STOREPROOF_TOKEN)")
        }
        guard let url = URL(string: server), url.scheme == "http" || url.scheme == "https" else {
            throw Failure.usage("--server 不是网址 (is not a URL): \(server)")
        }
        let client = UploadClient(server: url, token: token)
        let refused =
            if IngestArchive.isArchive(timetable) {
                try await upload(try archive(), client)
            } else {
                try await upload(try Timetable(path: timetable), client)
            }
        if wait { try await watch(client) }
        if refused > 0 { throw Failure.silent(.findingSaysNo) }
    }

    private func archive() throws -> IngestArchive {
        guard let store, let text = day, let day = BusinessDay(text) else {
            throw Failure.usage(
                "压缩包需要 --store 和 --day，如 --store HZ-001 --day 2026-11-20 (a ZIP needs --store and --day)")
        }
        return IngestArchive(
            file: URL(fileURLWithPath: timetable), store: StoreID(store), day: day, consent: consent)
    }

    private func upload(_ archive: IngestArchive, _ client: UploadClient) async throws -> Int {
        do {
            return try await retrying { try await archive.send(by: client, json: json) }
        } catch let error as UploadClient.Refused {
            throw Failure.badInput("\(timetable)：\(error.message)")
        }
    }

    /// In order of arrival, one at a time: what came first is the original of what came later.
    private func upload(_ list: Timetable, _ client: UploadClient) async throws -> Int {
        var line = ProgressLine(title: "上传 (uploading)", total: list.entries.count)
        var refused = 0
        for entry in list.entries {
            do {
                try await send(entry, list, client)
            } catch let error as UploadClient.Refused {
                refused += 1
                line.interrupt("✗ \(entry.store) \(entry.day) \(entry.slot) \(entry.file)：\(error.message)")
            }
            line.advance(to: line.done + 1)
        }
        line.end()
        Terminal.line("已上传 \(list.entries.count - refused) 件，拒收 \(refused) 件 (uploaded, refused)")
        return refused
    }

    private func send(_ entry: Timetable.Entry, _ list: Timetable, _ client: UploadClient) async throws {
        var fields = [(name: "kind", value: entry.kind.rawValue), (name: "slot", value: entry.slot)]
        if let receivedAt = entry.receivedAt { fields.append((name: "receivedAt", value: receivedAt)) }
        if let consent = entry.consent { fields.append((name: "consent", value: "\(consent)")) }
        if let position = entry.clientPosition {
            fields.append((name: "clientPosition", value: try CanonicalJSON.string(position)))
        }
        let receipt = try await retrying {
            try await client.send(
                fields, fileName: URL(fileURLWithPath: entry.file).lastPathComponent,
                bytes: try Data(contentsOf: list.url(of: entry.file)), store: entry.store,
                day: entry.day)
        }
        guard let transcript = entry.transcript else { return }
        var sidecar = [
            (name: "kind", value: entry.kind.rawValue), (name: "slot", value: entry.slot),
            (name: "transcriptOf", value: receipt.id),
        ]
        if let receivedAt = entry.receivedAt { sidecar.append((name: "receivedAt", value: receivedAt)) }
        if let consent = entry.consent { sidecar.append((name: "consent", value: "\(consent)")) }
        let fieldsOfSidecar = sidecar
        _ = try await retrying {
            try await client.send(
                fieldsOfSidecar, fileName: URL(fileURLWithPath: transcript).lastPathComponent,
                bytes: try Data(contentsOf: list.url(of: transcript)), store: entry.store,
                day: entry.day)
        }
    }

    /// Sending the same bytes for the same slot again is safe, so a lost connection is simply tried again.
    private func retrying<Value>(_ body: () async throws -> Value) async throws -> Value {
        var attempt = 0
        while true {
            do { return try await body() } catch {
                attempt += 1
                if let refused = error as? UploadClient.Refused {
                    // No later item could do better with the same token.
                    if refused.status == 401 {
                        throw Failure.usage("令牌无效 (the token is not valid): \(refused.message)")
                    }
                    if refused.isFinal { throw refused }
                }
                guard attempt < 8 else {
                    throw Failure.environment("服务器 \(server) 没有回应 (does not answer): \(error)")
                }
                try await Task.sleep(for: .milliseconds(200 * attempt))
            }
        }
    }

    private func watch(_ client: UploadClient) async throws {
        var line: ProgressLine?
        var looksWithoutProgress = 0
        while true {
            let progress = try await retrying { try await client.progress() }
            let finished = progress.done + progress.dead
            let total = finished + progress.waiting + progress.running
            if line == nil { line = ProgressLine(title: "识别 (analysing)", total: total, done: finished) }
            line?.total = total
            looksWithoutProgress = finished == line?.done ? looksWithoutProgress + 1 : 0
            if looksWithoutProgress == 20 {
                line?.interrupt("识别没有进展，请确认 storeproof worker 在运行 (no progress: is a worker running?)")
            }
            line?.advance(to: finished)
            if progress.waiting == 0 && progress.running == 0 { break }
            try await Task.sleep(for: .milliseconds(500))
        }
        line?.end()
    }
}

/// Items done of total, rate and remaining time: one line rewritten on a terminal, a plain line every tenth elsewhere.
struct ProgressLine {
    let title: String
    var total: Int
    private(set) var done: Int
    private let from: Int
    private let began = Date()
    private var lastPrinted = -1

    init(title: String, total: Int, done: Int = 0) {
        self.title = title
        self.total = total
        self.done = done
        from = done
    }

    mutating func advance(to done: Int) {
        self.done = done
        if Terminal.errorIsTerminal {
            Terminal.status(text)
        } else {
            let tenth = total > 0 ? done * 10 / total : 10
            if tenth != lastPrinted {
                lastPrinted = tenth
                Terminal.error(text)
            }
        }
    }

    func interrupt(_ message: String) {
        if Terminal.errorIsTerminal { Terminal.status("") }
        Terminal.error(message)
    }

    func end() {
        if Terminal.errorIsTerminal { Terminal.error("") }
    }

    private var text: String {
        let seconds = max(0.001, Date().timeIntervalSince(began))
        let rate = Double(done - from) / seconds
        let remaining = rate > 0 ? " 剩余约 \(Int((Double(total - done) / rate).rounded(.up))) 秒" : ""
        return "\(title) \(done)/\(total)  \(String(format: "%.1f", rate)) 件/秒\(remaining)"
    }
}
