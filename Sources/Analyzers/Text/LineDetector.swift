import FoundationEssentials
import Inference
import Media

/// Where lines of print are: the detector's probability map and the regions in it.
struct LineDetector: ~Copyable {
    private var model: LoadedModel
    private let settings: TextReaderSettings

    init(
        file: URL, engine: InferenceEngine, settings: TextReaderSettings
    ) throws(InferenceError) {
        model = try LoadedModel(
            file: file, engine: engine, settings: InferenceSettings(threads: settings.threads))
        self.settings = settings
    }

    /// One quadrilateral a line, in pixels of the picture.
    mutating func lines(in picture: Raster) throws(InferenceError) -> [Quadrilateral] {
        let grid = DetectionGrid(width: picture.width, height: picture.height, settings: settings)
        let scaled = picture.resized(width: grid.width, height: grid.height)
        var map = Plane(width: grid.width, height: grid.height)
        for tile in grid.tiles {
            try model.start(0, shape: [1, 3, tile.height, tile.width]) { input in
                NormalisedInput.write(
                    scaled, x: tile.x, y: tile.y, width: tile.width, height: tile.height, into: &input, at: 0,
                    stride: tile.width)
            }
            try model.finish(0) { shape, samples in
                guard shape.suffix(2) == [tile.height, tile.width] else { return }
                tile.copy(samples, into: &map)
            }
        }
        let scale = SIMD2(
            Float(picture.width) / Float(grid.width), Float(picture.height) / Float(grid.height))
        let limit = SIMD2(Float(picture.width - 1), Float(picture.height - 1))
        return TextRegions.find(in: map).map { region in
            LineDetector.quadrilateral(
                region.corners.map { corner in
                    (corner * scale).rounded(.toNearestOrAwayFromZero).clamped(
                        lowerBound: .zero, upperBound: limit)
                })
        }
    }

    /// Corners named by where they lie: the two on the left first.
    private static func quadrilateral(_ corners: [SIMD2<Float>]) -> Quadrilateral {
        let sorted = corners.sorted { $0.x < $1.x }
        let left = sorted[0].y <= sorted[1].y ? (sorted[0], sorted[1]) : (sorted[1], sorted[0])
        let right = sorted[2].y <= sorted[3].y ? (sorted[2], sorted[3]) : (sorted[3], sorted[2])
        return Quadrilateral(topLeft: left.0, topRight: right.0, bottomRight: right.1, bottomLeft: left.1)
    }
}

/// Pixels as the models were trained on them: planes in the order blue, green, red, −1…1.
enum NormalisedInput {
    /// - Parameters:
    ///   - start: index of the first sample in `input`.
    ///   - stride: samples from one row to the next; a plane has `height` rows.
    static func write(
        _ picture: Raster, x: Int, y: Int, width: Int, height: Int, into input: inout MutableSpan<Float>,
        at start: Int, stride: Int
    ) {
        picture.pixels.withUnsafeBufferPointer { source in
            for channel in 0..<3 {
                for row in 0..<height {
                    var from = ((y + row) * picture.width + x) * 3 + 2 - channel
                    let to = start + (channel * height + row) * stride
                    for column in 0..<width {
                        input[to + column] = Float(source[from]) * (2 / 255) - 1
                        from += 3
                    }
                }
            }
        }
    }
}
