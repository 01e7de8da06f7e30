import Confinement
import Decoding
import Foundation
import Hashing
import Media

/// Measures one thing for about a second and prints a single number (the kernels: one a line); tools/bench sets it against a peer.
@main
enum Benchmark {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments == [worker] { return try DecodeWorker(decoder: MediaDecoder()).run() }
        guard arguments.count == 2 else { return usage() }
        switch arguments[0] {
        case "jpeg": try decodePhoto(arguments[1], MediaDecoder())
        case "confined": try decodePhoto(arguments[1], confinedDecoder())
        case "sha256": try hashFile(arguments[1])
        case "shelf-kernels": try ShelfKernelBenchmark(photo: arguments[1]).all()
        case "speech": try await SpeechBenchmark(folder: arguments[1]).transcriber()
        case "topics": TopicsBenchmark().finder()
        case "topics-plain": TopicsBenchmark().naiveSearch()
        case "reuse": ReuseBenchmark().index()
        case "reuse-plain": ReuseBenchmark().linear()
        case "speech-plain": try await SpeechBenchmark(folder: arguments[1]).plainLoop()
        default: usage()
        }
    }

    private static let leastSeconds = 1.0

    private static func usage() {
        FileHandle.standardError.write(
            Data(
                """
                usage: bench jpeg|confined|sha256|shelf-kernels FILE, bench speech|speech-plain FOLDER, \
                bench topics|topics-plain|reuse|reuse-plain -

                """.utf8))
        exit(2)
    }

    /// Megapixels a second, from bytes in memory to an upright raster.
    private static func decodePhoto(_ path: String, _ decoder: any MediaDecoding) throws {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        _ = try decoder.picture(bytes)
        var pixels = 0
        let seconds = try repeated {
            let (raster, _) = try decoder.picture(bytes)
            pixels += raster.width * raster.height
        }
        print(Double(pixels) / 1e6 / seconds)
    }

    private static let worker = "decode-worker"

    /// The same decoder in a process that this program starts as its own worker.
    private static func confinedDecoder() -> ConfinedDecoder {
        var settings = ConfinedDecoder.Settings(command: ["/proc/self/exe", worker])
        settings.processes = 1
        return ConfinedDecoder(settings)
    }

    /// Megabytes a second, reading the file in pieces as an upload arrives.
    private static func hashFile(_ path: String) throws {
        var count = 0
        let seconds = try repeated {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { file.closeFile() }
            var hasher = SHA256Hasher()
            while let piece = try file.read(upToCount: 1 << 18), !piece.isEmpty {
                piece.withUnsafeBytes { hasher.update($0) }
                count += piece.count
            }
            _ = hasher.finalize()
        }
        print(Double(count) / 1e6 / seconds)
    }

    private static func repeated(_ body: () throws -> Void) rethrows -> Double {
        let clock = ContinuousClock()
        let began = clock.now
        var elapsed = 0.0
        repeat {
            try body()
            elapsed = (clock.now - began) / .seconds(1)
        } while elapsed < leastSeconds
        return elapsed
    }
}
