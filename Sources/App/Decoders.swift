import ArgumentParser
import Confinement
import Decoding
import Foundation

/// Strangers' files are decoded in processes of their own, which can do nothing else.
enum Decoders {
    /// For commands that look at a few files; its processes start with the first one.
    static let forFiles: any MediaDecoding = ConfinedDecoder(
        settings(allowsUnconfined: false, signers: ContentCredentials.namedSigners))

    /// Started, and kept ready for every file that comes.
    /// - Parameter signers: file of the signers of content credentials that are known.
    static func standing(
        _ options: ConfinementOptions, processes: Int, signers: String? = nil
    ) throws -> ConfinedDecoder {
        try ContentCredentials.checkSigners(signers)
        var settings = settings(allowsUnconfined: options.allowUnconfined, signers: signers)
        settings.processes = processes
        settings.keepsWarm = true
        let decoder = ConfinedDecoder(settings)
        do throws(ConfinementError) {
            if let reason = try decoder.start() {
                Terminal.error("⚠ 解码进程没有隔离，恶意文件可能危及本机 (decoding is not confined)：\(reason)")
            }
        } catch {
            throw cannotStart(error)
        }
        return decoder
    }

    /// Only a kernel that cannot confine is a reason to go on without: whatever else went wrong would go wrong again.
    private static func cannotStart(_ error: ConfinementError) -> Failure {
        switch error {
        case .unconfined:
            .environment(
                "无法隔离解码进程，不接收文件；确要继续请加 --allow-unconfined (decoding cannot be confined; --allow-unconfined goes on without): \(error)"
            )
        case .kernel, .noProcess:
            .environment("解码进程无法启动，不接收文件 (the decoding process cannot be started): \(error)")
        }
    }

    /// Nothing is known about the file.
    static func unavailable(_ failure: DecodingFailure) -> Failure {
        .environment("\(failure.chinese) (\(failure.english)): \(failure.detail)")
    }

    /// What `decode-worker` decodes with.
    static var withinProcess: MediaDecoder { ContentCredentials.decoder }

    private static func settings(
        allowsUnconfined: Bool, signers: String?
    ) -> ConfinedDecoder.Settings {
        var settings = ConfinedDecoder.Settings(command: ["/proc/self/exe", DecodeWorkerCommand.name])
        let environment = ProcessInfo.processInfo.environment
        // Nothing of ours is a stranger's business; these say where libraries lie.
        settings.environment =
            ["LD_LIBRARY_PATH", ContentCredentials.pathVariable].compactMap { name in
                environment[name].map { "\(name)=\($0)" }
            } + (signers.map { ["\(ContentCredentials.signersVariable)=\($0)"] } ?? []) + [
                "SWIFT_BACKTRACE=enable=no"
            ]
        settings.allowsUnconfined = allowsUnconfined || environment["STOREPROOF_ALLOW_UNCONFINED"] == "1"
        return settings
    }
}

/// For services that take files in.
struct ConfinementOptions: ParsableArguments {
    @Flag(
        name: .long,
        help: "内核不能隔离解码进程时仍然继续，不安全 (go on where decoding cannot be confined; unsafe)")
    var allowUnconfined = false
}

/// `storeproof decode-worker`: started by the program itself.
struct DecodeWorkerCommand: ParsableCommand {
    static let name = "decode-worker"

    static let configuration = CommandConfiguration(
        commandName: name, abstract: "解码进程，由程序自己启动 (decodes files; started by the program itself)",
        discussion: "读取共享内存中的文件，不能打开文件、联网或启动程序。Descriptors 0, 3 and 4 come from its owner.",
        shouldDisplay: false)

    func run() throws {
        do throws(ConfinementError) { try DecodeWorker(decoder: Decoders.withinProcess).run() } catch {
            throw Failure.usage(
                "decode-worker 由程序自己启动，不单独运行 (is started by the program itself): \(error)")
        }
    }
}
