import AnalyzerKit
import Media

/// What is kept of a picture so that its copies are known again: corners that find the place and scale of a crop, and a
/// small grey picture that decides. About 23 KB.
struct PictureSignature: Hashable, Sendable {
    /// Longer side of the working picture that keypoints are measured on.
    static let workingSide = 512
    /// Pixels of the small picture, at most.
    static let thumbnailArea = 15_500
    private static let formatVersion: UInt8 = 1

    let width: Int
    let height: Int
    let keypoints: [Keypoint]
    let thumbnail: GrayPicture
    let perceptualHash: UInt64

    /// - Parameter mirrored: of the picture turned over left to right.
    init(of raster: Raster, mirrored: Bool = false) {
        let full = GrayPicture(luma: raster)
        let size = GrayPicture.size(of: full.width, full.height, longest: Self.workingSide)
        let upright = full.areaResized(width: size.width, height: size.height)
        let working = mirrored ? upright.mirrored() : upright
        width = working.width
        height = working.height
        keypoints = KeypointDetector.keypoints(of: working)
        let shrink = min(
            1, (Float(Self.thumbnailArea) / Float(max(1, working.width * working.height))).squareRoot())
        thumbnail = working.areaResized(
            width: min(255, max(1, Int(Float(working.width) * shrink))),
            height: min(255, max(1, Int(Float(working.height) * shrink))))
        perceptualHash = PerceptualHash.hash(of: working)
    }

    var fingerprint: PictureFingerprint {
        PictureFingerprint(perceptualHash: perceptualHash, payload: encoded())
    }

    /// Version, size, small picture's size, number of keypoints, keypoints of 38 bytes, samples; little-endian.
    private func encoded() -> [UInt8] {
        var bytes: [UInt8] = [Self.formatVersion]
        func put(_ value: Int) { bytes += [UInt8(value & 0xFF), UInt8((value >> 8) & 0xFF)] }
        put(width)
        put(height)
        bytes += [UInt8(thumbnail.width), UInt8(thumbnail.height)]
        put(keypoints.count)
        for point in keypoints {
            put(Int((point.x * 16).rounded()))
            put(Int((point.y * 16).rounded()))
            bytes += [point.angle, point.level]
            for word in 0..<4 {
                for byte in 0..<8 {
                    bytes.append(UInt8(truncatingIfNeeded: point.bits[word] >> UInt64(8 * byte)))
                }
            }
        }
        return bytes + thumbnail.samples
    }

    /// Reads a stored fingerprint; nil where it is of another format or cut.
    init?(_ fingerprint: PictureFingerprint) {
        let bytes = fingerprint.payload
        guard bytes.count >= 9, bytes[0] == Self.formatVersion else { return nil }
        func number(at index: Int) -> Int { Int(bytes[index]) | Int(bytes[index + 1]) << 8 }
        width = number(at: 1)
        height = number(at: 3)
        let (smallWidth, smallHeight, count) = (Int(bytes[5]), Int(bytes[6]), number(at: 7))
        guard width > 0, height > 0, smallWidth > 0, smallHeight > 0,
            bytes.count == 9 + count * 38 + smallWidth * smallHeight
        else { return nil }
        var points: [Keypoint] = []
        points.reserveCapacity(count)
        for index in 0..<count {
            let start = 9 + index * 38
            var bits = SIMD4<UInt64>()
            for word in 0..<4 {
                for byte in 0..<8 {
                    bits[word] |= UInt64(bytes[start + 6 + word * 8 + byte]) << UInt64(8 * byte)
                }
            }
            points.append(
                Keypoint(
                    x: Float(number(at: start)) / 16, y: Float(number(at: start + 2)) / 16,
                    angle: bytes[start + 4], level: bytes[start + 5], bits: bits))
        }
        keypoints = points
        thumbnail = GrayPicture(
            width: smallWidth, height: smallHeight, samples: Array(bytes[(9 + count * 38)...]))
        perceptualHash = fingerprint.perceptualHash
    }
}
