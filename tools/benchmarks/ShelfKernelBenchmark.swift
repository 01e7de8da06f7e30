import Decoding
import Foundation
import Media

@testable import Shelf

/// The kernels below the shelf recogniser on one thread; a line each: name, rate. shelf_kernels.py does the same work
/// with OpenCV.
struct ShelfKernelBenchmark {
    private let photo: Raster
    private let luma: Plane
    private let features: FeatureSet

    private static let leastSeconds = 0.4
    /// Descriptors that are compared with all others.
    private static let queries = 400
    private static let rows = 4_000
    /// Width of the thumbnails that are correlated.
    private static let packWidth = 48

    init(photo path: String) throws {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        photo = try MediaDecoder().picture(bytes).0
        luma = photo.luma()
        features = FeatureDetector().features(of: luma)
    }

    func all() {
        let megapixels = Double(photo.width * photo.height) / 1e6
        rate("gradient", megapixels) { luma.gradientMagnitude().samples[photo.width + 1] }
        rate("resize", megapixels) {
            Float(photo.resized(width: photo.width * 5 / 8, height: photo.height * 5 / 8).pixels[0])
        }
        rate("halve", megapixels) { Float(photo.halved().pixels[0]) }
        rate("blur", megapixels) { luma.blurred(sigma: 1.6).samples[0] }
        rate("lab", megapixels) { Float(LabPicture(photo).width) }
        patches()
        correlation()
        distance()
        rate("features", megapixels) { Float(FeatureDetector().features(of: luma).count) }
    }

    /// Thousands of patches a second: 64 × 48 bilinear samples of a Lab picture, on a slanted grid.
    private func patches() {
        let picture = LabPicture(photo)
        let (width, height) = (ShelfKernelBenchmark.packWidth, Thumbnail.height)
        let grids = (0..<256).map { number in
            SampleGrid(
                origin: SIMD2(
                    Float(20 + number * 97 % (photo.width - 120)),
                    Float(20 + number * 61 % (photo.height - 140))),
                across: SIMD2(1.3, 0.1), down: SIMD2(-0.1, 1.3))
        }
        rate("patch", Double(grids.count) / 1e3) {
            var sum = SIMD4<Float>.zero
            for grid in grids {
                picture.sample(grid, width: width, height: height) { _, colour in sum += colour }
            }
            return sum.sum()
        }
    }

    /// Thousands of correlations a second over 64 × 48 thumbnails of three planes.
    private func correlation() {
        let (width, height) = (ShelfKernelBenchmark.packWidth, Thumbnail.height)
        let thumbnails = (0..<64).map { number in
            let place = (x: number * 97 % (photo.width - width), y: number * 61 % (photo.height - height))
            return Thumbnail(
                photo.cropped(x0: place.x, y0: place.y, x1: place.x + width, y1: place.y + height),
                weight: [Float](repeating: 1, count: width * height))
        }
        rate("correlation", Double(thumbnails.count * thumbnails.count * 3) / 1e3) {
            var sum: Float = 0
            for one in thumbnails {
                for other in thumbnails { sum += Appearance(one, other).luma }
            }
            return sum
        }
    }

    /// Millions of squared distances a second between descriptors of 128 bytes.
    private func distance() {
        let rows = min(ShelfKernelBenchmark.rows, features.count)
        let queries = min(ShelfKernelBenchmark.queries, rows)
        rate("distance", Double(queries * rows) / 1e6) {
            var least = Int32.max
            features.descriptors.withUnsafeBufferPointer { bytes in
                guard let base = bytes.baseAddress else { return }
                for query in 0..<queries {
                    for row in 0..<rows {
                        let distance = DescriptorDistance.squared(
                            base + query * FeatureSet.descriptorBytes, base + row * FeatureSet.descriptorBytes
                        )
                        least = min(least, distance &+ Int32(truncatingIfNeeded: row))
                    }
                }
            }
            return Float(least)
        }
    }

    /// What `body` gives is added up and looked at, so that nothing of it is left out.
    private func rate(_ name: String, _ work: Double, _ body: () -> Float) {
        var seen = body()
        var done = 0.0
        var seconds = 0.0
        let began = ContinuousClock.now
        repeat {
            seen += body()
            done += work
            seconds = (ContinuousClock.now - began) / .seconds(1)
        } while seconds < ShelfKernelBenchmark.leastSeconds
        print(name, seen.isFinite ? done / seconds : 0)
    }
}
