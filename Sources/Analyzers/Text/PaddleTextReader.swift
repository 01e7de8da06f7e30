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
            let readings = try recogniser.read(places, in: picture)
            let lines = zip(places, readings).compactMap { place, reading in
                reading.line(at: place, in: picture)
            }
            return ReadingOrder.sorted(lines)
        } catch {
            throw AnalysisError(.capabilityFailed, detail: error.description)
        }
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
