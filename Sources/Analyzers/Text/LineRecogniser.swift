import FoundationEssentials
import Inference
import Media

/// Reads lines, in batches of like width, several batches at a time.
struct LineRecogniser: ~Copyable {
    private var model: LoadedModel
    private let decoder: GreedyDecoder
    private let settings: TextReaderSettings
    private let cutter: LineCutter

    init(
        file: URL, engine: InferenceEngine, settings: TextReaderSettings
    ) throws(InferenceError) {
        let decoder = try LineRecogniser.decoder(file)
        model = try LoadedModel(
            file: file, engine: engine,
            settings: InferenceSettings(threads: settings.threads, requests: settings.requests))
        self.decoder = decoder
        self.settings = settings
        cutter = LineCutter(settings: settings)
    }

    private static func decoder(_ file: URL) throws(InferenceError) -> GreedyDecoder {
        guard let dictionary = try ModelMetadata.read(file)["character"] else {
            throw InferenceError(
                .modelUnreadable, detail: "\(file.lastPathComponent) carries no list of characters")
        }
        return GreedyDecoder(dictionary: dictionary)
    }

    /// A reading for each place, in the same order; empty where nothing was read.
    /// - Parameter isOnItsHead: whether the print is to be turned by half a turn.
    mutating func read(
        _ places: [Quadrilateral], in picture: Raster, isOnItsHead: Bool = false
    ) throws(InferenceError) -> [LineReading] {
        let cutter = cutter
        let widths = places.map { cutter.width($0) }
        var readings = [LineReading](repeating: LineReading(), count: places.count)
        var underWay: [(request: Int, batch: [Int])] = []
        for (number, batch) in cutter.batches(widths).enumerated() {
            if underWay.count == model.requestCount {
                let oldest = underWay.removeFirst()
                try finish(oldest.request, oldest.batch, &readings)
            }
            let request = number % model.requestCount
            let crops = batch.map {
                cutter.crop(places[$0], width: widths[$0], in: picture, isOnItsHead: isOnItsHead)
            }
            try start(request, crops, padded: cutter.padded(widths[batch[0]]))
            underWay.append((request, batch))
        }
        for (request, batch) in underWay { try finish(request, batch, &readings) }
        return readings
    }

    /// Every width of everyday lines once, for each size of batch.
    mutating func warmUp() throws(InferenceError) {
        for width in stride(from: settings.widthStep, through: 640, by: settings.widthStep) {
            for count in 1...settings.batch {
                let blank = Raster(width: width, height: settings.lineHeight, red: 255, green: 255, blue: 255)
                try start(0, [Raster](repeating: blank, count: count), padded: width)
                try model.finish(0) { _, _ in }
            }
        }
    }

    private mutating func start(_ request: Int, _ crops: [Raster], padded: Int) throws(InferenceError) {
        let height = settings.lineHeight
        try model.start(request, shape: [crops.count, 3, height, padded]) { input in
            for (index, crop) in crops.enumerated() {
                NormalisedInput.write(
                    crop, x: 0, y: 0, width: crop.width, height: height, into: &input,
                    at: index * 3 * height * padded, stride: padded)
            }
        }
    }

    private mutating func finish(
        _ request: Int, _ batch: [Int], _ readings: inout [LineReading]
    ) throws(InferenceError) {
        let decoder = decoder
        let read = try model.finish(request) { shape, samples in
            guard shape.count == 3, shape[0] == batch.count, shape[2] == decoder.classCount else {
                return [LineReading]()
            }
            return batch.indices.map { index in
                decoder.decode(samples, start: index * shape[1] * shape[2], steps: shape[1])
            }
        }
        guard read.count == batch.count else {
            throw InferenceError(
                .modelUnreadable, detail: "the recogniser does not answer in \(decoder.classCount) classes")
        }
        for (index, reading) in zip(batch, read) { readings[index] = reading }
    }
}
