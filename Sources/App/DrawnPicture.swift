import Decoding
import Foundation
import Media

/// Where `--draw` puts its pictures.
enum DrawnPicture {
    /// One picture is the file that was named; of several each gets its own in the folder that was named.
    static func target(_ named: String, of source: String, among count: Int) -> URL {
        let stem = URL(fileURLWithPath: source).deletingPathExtension().lastPathComponent
        return URL(fileURLWithPath: count == 1 ? named : "\(named)/\(stem).png")
    }

    static func write(_ picture: Raster, to target: URL) throws {
        do {
            try FileManager.default.createDirectory(
                at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(try PNGWriter.bytes(of: picture)).write(to: target, options: .atomic)
        } catch {
            throw Failure.environment("无法写入 \(target.path) (cannot write): \(error.localizedDescription)")
        }
    }
}
