import Decoding
import Foundation
import Media
import TestSupport

/// One entry of a fixture folder's manifest; what a kind of file has no word for is nil.
struct MediaFixture: Decodable, CustomStringConvertible {
    var file: String
    var kind: String
    var outcome: String?
    var `class`: String?
    var alsoClass: String?
    var uprightWidth: Int?
    var uprightHeight: Int?
    var corners: [String: [Int]]?
    var tolerance: Int?
    var orientation: Int?
    var seconds: Double?
    var channels: Int?

    var description: String { file }

    private struct Manifest: Decodable { var files: [MediaFixture] }

    static func all(in folder: String) -> [MediaFixture] {
        do {
            let data = try Fixture.data("\(folder)/manifest.json")
            return try JSONDecoder().decode(Manifest.self, from: data).files
        } catch {
            preconditionFailure("fixtures/\(folder)/manifest.json: \(error)")
        }
    }

    func bytes(in folder: String) throws -> [UInt8] { [UInt8](try Fixture.data("\(folder)/\(file)")) }
}

/// What became of some bytes, in a form that two runs can be compared by.
enum Decoded: Equatable {
    case picture(Raster, MediaFacts)
    case recording(Waveform, MediaFacts)
    case refused(DecodingFailure)

    static func of(_ bytes: [UInt8], kind: String, limits: DecodingLimits = .standard) -> Decoded {
        let decoder = MediaDecoder(limits: limits)
        do throws(DecodingFailure) {
            if kind == "image" {
                let (picture, facts) = try decoder.picture(bytes)
                return .picture(picture, facts)
            }
            let (recording, facts) = try decoder.recording(bytes)
            return .recording(recording, facts)
        } catch {
            return .refused(error)
        }
    }

    var failure: DecodingFailure? {
        if case .refused(let failure) = self { return failure }
        return nil
    }
}

extension Raster {
    /// Mean colour of a square of 1/16 of the shorter side in a corner.
    func corner(right: Bool, bottom: Bool) -> [Int] {
        let side = max(1, min(width, height) / 16)
        let left = right ? width - side : 0
        let top = bottom ? height - side : 0
        var sums = [0, 0, 0]
        for y in top..<(top + side) {
            for x in left..<(left + side) {
                let colour = self[x, y]
                sums[0] += Int(colour.red)
                sums[1] += Int(colour.green)
                sums[2] += Int(colour.blue)
            }
        }
        return sums.map { $0 / (side * side) }
    }

    var corners: [String: [Int]] {
        [
            "topLeft": corner(right: false, bottom: false), "topRight": corner(right: true, bottom: false),
            "bottomLeft": corner(right: false, bottom: true),
            "bottomRight": corner(right: true, bottom: true),
        ]
    }
}
