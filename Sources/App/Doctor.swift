import ArgumentParser
import ConfigurationFiles
import Credentials
import Evidence
import Foundation
import Media
import Records
import Text
import Transcribing

/// `storeproof doctor`: is everything here that the service needs?
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "检查运行环境 (check models, libraries and the data folder)",
        discussion: "缺少必需的东西时退出码为 4。")

    @OptionGroup var data: DataOptions

    func run() async throws {
        var sound = true
        sound = await check("文字识别 (text reader)", Self.readText) && sound
        sound = await checkSpeech() && sound
        sound = await check("内容凭证 (content credentials)") { try self.readCredentials() } && sound
        sound = await check("解码隔离 (confined decoding)", Self.confine) && sound
        if FileManager.default.fileExists(atPath: DataFolder.database(in: data.url).path) {
            sound = await check("数据目录 (data folder)") { try await self.openData() } && sound
        } else {
            Terminal.line("·  数据目录 (data folder)：\(data.url.path) 尚未建立 (not made yet)")
        }
        if !sound { throw Failure.silent(.environment) }
    }

    private func check(_ name: String, _ body: () async throws -> String) async -> Bool {
        do {
            Terminal.line("✓  \(name)：\(try await body())")
            return true
        } catch {
            Terminal.line("✗  \(name)：\((error as? Failure)?.message ?? "\(error)")")
            return false
        }
    }

    /// Speech may be left out; what is installed must work.
    private func checkSpeech() async -> Bool {
        let name = "语音识别 (speech)"
        do throws(SpeechError) {
            let engine = try SpeechModels.engine(SpeechConfiguration())
            let silence = Waveform(sampleRate: 16_000, samples: [Float](repeating: 0, count: 32_000))
            _ = try await engine.speech(in: silence)
            let made = engine.engine
            Terminal.line(
                "✓  \(name)：\(made.name) \(made.version)，\(made.model)，SHA-256 \((made.modelDigest ?? "").prefix(12))"
            )
            return true
        } catch {
            switch error.code {
            case .notInstalled:
                Terminal.line(
                    "·  \(name)：未安装，录音需附转写；安装请运行 tools/setup --with-speech (not installed: \(error.detail))")
                return true
            case .processorTooOld:
                Terminal.line("·  \(name)：这台机器的处理器不支持，录音需附转写 (the processor is too old: \(error.detail))")
                return true
            default:
                Terminal.line("✗  \(name)：无法启动，请运行 tools/setup --verify (\(error))")
                return false
            }
        }
    }

    private static func readText() async throws -> String {
        let reader = try TextModels.reader()
        let blank = Raster(width: 64, height: 64, red: 255, green: 255, blue: 255)
        _ = try await reader.read(blank)
        return "\(reader.identity.name) \(reader.identity.version)"
    }

    private func readCredentials() throws -> String {
        let signers = ContentCredentials.signers(in: data.url)
        let known = try ContentCredentials.checkSigners(signers) ?? 0
        let list = "已知签名者的证书 \(known) 个 (certificates of known signers)"
        switch ContentCredentials.reader {
        case .success(let reader): return "\(reader.version)，\(list)"
        case .failure(let reason): return "未安装，不核对 (not installed, not checked): \(reason)"
        }
    }

    private static func confine() throws -> String {
        _ = try Decoders.standing(ConfinementOptions.parse([]), processes: 1)
        return "无文件、无网络、无子进程，内存有上限 (no files, no network, no processes, bounded memory)"
    }

    private func openData() async throws -> String {
        let folder = try await data.open()
        let progress = try await folder.records.jobs.progress()
        return "\(folder.url.path)，待处理 \(progress.waiting)，处理中 \(progress.running)，失败 \(progress.dead)"
    }
}
