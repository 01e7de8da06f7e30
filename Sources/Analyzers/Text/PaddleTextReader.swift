public import AnalyzerKit
public import Evidence
public import FoundationEssentials
public import Inference
public import Media

/// Reads print with PP-OCRv6 small: a detector finds lines, a recogniser reads each of them. One reader serves a
/// process; it works on a thread of its own, one picture after another.
public actor PaddleTextReader: TextReader {
    /// The version names the recogniser by the first digits of its SHA-256.
    public nonisolated let identity: AnalyzerIdentity

    private let thread: DedicatedThread
    private var detector: LineDetector
    private var recogniser: LineRecogniser

    public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// - Parameter models: a folder with `PP-OCRv6_det_small.onnx` and `PP-OCRv6_rec_small.onnx`.
    public init(models: URL, settings: TextReaderSettings = .standard) throws(InferenceError) {
        let recogniserFile = models.appendingPathComponent("PP-OCRv6_rec_small.onnx")
        let engine = try InferenceEngine()
        detector = try LineDetector(
            file: models.appendingPathComponent("PP-OCRv6_det_small.onnx"), engine: engine,
            settings: settings)
        recogniser = try LineRecogniser(file: recogniserFile, engine: engine, settings: settings)
        let digest = try ModelDigest.sha256(recogniserFile)
        identity = AnalyzerIdentity(name: "text", version: "ppocrv6-small+\(digest.prefix(12))")
        thread = DedicatedThread(name: "text-reader")
    }

    /// Lines from the top to the bottom, those side by side from the left to the right. A picture without print has
    /// none.
    public func read(_ picture: Raster) async throws(AnalysisError) -> [TextLine] {
        do throws(InferenceError) {
            let places = try detector.lines(in: picture)
            return lines(places, try recogniser.read(places, in: picture), in: picture)
        } catch {
            throw AnalysisError(.capabilityFailed, detail: error.description)
        }
    }

    /// The same lines, where the print of the picture stands upright; else those of the picture turned by a quarter
    /// or by half. Upright print costs no more than `read`.
    public func readUpright(_ picture: Raster) async throws(AnalysisError) -> UprightReading {
        do throws(InferenceError) {
            let places = try detector.lines(in: picture)
            let stance = PrintStance(places)
            if stance.isSideways {
                let orientation = try sidewaysOrientation(stance, picture)
                if orientation != 1 { return try turned(picture, orientation) }
            }
            let readings = try recogniser.read(places, in: picture)
            if stance.looksInverted(readings),
                PrintStance.isBetter(
                    try recogniser.read(stance.samples, in: picture, isOnItsHead: true),
                    than: stance.sampled(readings))
            {
                return try turned(picture, 3)
            }
            return UprightReading(picture: picture, lines: lines(places, readings, in: picture))
        } catch {
            throw AnalysisError(.capabilityFailed, detail: error.description)
        }
    }

    /// The cutter lays print that runs downwards; what runs upwards then stands on its head.
    private func sidewaysOrientation(_ stance: PrintStance, _ picture: Raster) throws(InferenceError) -> Int {
        let downwards = try recogniser.read(stance.samples, in: picture)
        let upwards = try recogniser.read(stance.samples, in: picture, isOnItsHead: true)
        if PrintStance.isBetter(upwards, than: downwards) { return 6 }
        return PrintStance.isBetter(downwards, than: upwards) ? 8 : 1
    }

    private func turned(_ picture: Raster, _ orientation: Int) throws(InferenceError) -> UprightReading {
        let upright = picture.turned(orientation: orientation)
        let places = try detector.lines(in: upright)
        let readings = try recogniser.read(places, in: upright)
        return UprightReading(
            orientation: orientation, picture: upright, lines: lines(places, readings, in: upright))
    }

    private func lines(
        _ places: [Quadrilateral], _ readings: [LineReading], in picture: Raster
    ) -> [TextLine] {
        ReadingOrder.sorted(
            zip(places, readings).compactMap { place, reading in reading.line(at: place, in: picture) })
    }

    /// Runs the shapes that most pictures need once, so that the first real picture does not pay for compiling them.
    public func warmUp() async throws(AnalysisError) {
        do throws(InferenceError) {
            _ = try detector.lines(in: Raster(width: 1080, height: 2340, red: 255, green: 255, blue: 255))
            try recogniser.warmUp()
        } catch {
            throw AnalysisError(.capabilityFailed, detail: error.description)
        }
    }
}
