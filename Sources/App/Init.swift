import ArgumentParser
import ConfigurationFiles
import Evidence
import Foundation
import Hashing
import Records

/// `storeproof init`: an empty data folder, with the first accounts.
struct Init: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "新建数据目录和首批账号 (make a data folder and the first accounts)",
        discussion: "可重复运行：已有的数据保留，账号的密码和令牌按文件更新。")

    @OptionGroup var data: DataOptions
    @Option(name: .long, help: "账号文件 (accounts file)") var accounts: String?

    func run() async throws {
        let entries = try PolicyInput.read(accounts) { try AccountsFile.read($0, file: $1) } ?? []
        let folder = try await DataFolder(data.url)
        for entry in entries {
            let account = Account(id: entry.account, name: entry.name, role: entry.role, store: entry.store)
            try await folder.records.accounts.upsert(
                account, passwordHash: try entry.password.map { try PasswordHash.make($0) })
            if let token = entry.token {
                try await folder.records.accounts.addToken(
                    digest: RandomToken.digest(token), account: entry.account, label: "init", at: Date())
            }
        }
        Terminal.line(
            "数据目录 \(folder.url.path) 已就绪，账号 \(entries.count) 个 (data folder ready, \(entries.count) accounts)"
        )
    }
}
