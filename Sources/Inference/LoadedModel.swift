internal import COpenVINO
public import Foundation

/// A model compiled for the CPU, with its requests. Not to be shared: a request works on one input at a time, and
/// waiting for it blocks the thread (see ``DedicatedThread``).
public struct LoadedModel: ~Copyable {
    /// How many requests can be under way at once.
    public let requestCount: Int

    private let engine: InferenceEngine
    private let model: OpaquePointer
    private let requests: [OpaquePointer]
    private var isRunning: [Bool]

    /// - Parameter file: an ONNX model.
    public init(
        file: URL, engine: InferenceEngine, settings: InferenceSettings
    ) throws(InferenceError) {
        guard FileManager.default.isReadableFile(atPath: file.path) else {
            throw InferenceError(.modelMissing, detail: file.lastPathComponent)
        }
        let model = try engine.compile(file.path, settings)
        var requests: [OpaquePointer] = []
        do throws(InferenceError) {
            for _ in 0..<max(1, settings.requests) { requests.append(try LoadedModel.request(of: model)) }
        } catch {
            for request in requests { ov_infer_request_free(request) }
            ov_compiled_model_free(model)
            throw error
        }
        self.engine = engine
        self.model = model
        self.requests = requests
        requestCount = requests.count
        isRunning = [Bool](repeating: false, count: requests.count)
    }

    deinit {
        for (request, runs) in zip(requests, isRunning) {
            if runs { ov_infer_request_wait(request) }
            ov_infer_request_free(request)
        }
        ov_compiled_model_free(model)
    }

    /// Starts a request on a float input that `fill` writes, and returns at once.
    /// - Parameters:
    ///   - request: 0 ..< `requestCount`, not under way.
    ///   - shape: of the input, outermost first. Its samples are zeros before `fill`.
    public mutating func start(
        _ request: Int, shape: [Int], fill: (inout MutableSpan<Float>) -> Void
    ) throws(InferenceError) {
        precondition(!isRunning[request], "a request works on one input at a time")
        precondition(shape.allSatisfy { $0 > 0 }, "an input has samples")
        let tensor = try LoadedModel.tensor(shape)
        defer { ov_tensor_free(tensor) }
        let count = shape.reduce(1, *)
        let start = try LoadedModel.samples(of: tensor)
        start.initialize(repeating: 0, count: count)
        var samples = MutableSpan(_unsafeStart: start, count: count)
        fill(&samples)
        try check(ov_infer_request_set_input_tensor(requests[request], tensor), "set input")
        try check(ov_infer_request_start_async(requests[request]), "start")
        isRunning[request] = true
    }

    /// Waits for a request and hands its output to `read`, with its shape.
    public mutating func finish<Result>(
        _ request: Int, output: Int = 0, _ read: (_ shape: [Int], _ samples: Span<Float>) -> Result
    ) throws(InferenceError) -> Result {
        precondition(isRunning[request], "only a started request can be finished")
        isRunning[request] = false
        try check(ov_infer_request_wait(requests[request]), "wait")
        var tensor: OpaquePointer?
        try check(
            ov_infer_request_get_output_tensor_by_index(requests[request], output, &tensor), "get output")
        defer { ov_tensor_free(tensor) }
        var bounds = ov_shape_t()
        try check(ov_tensor_get_shape(tensor, &bounds), "output shape")
        defer { ov_shape_free(&bounds) }
        let shape = (0..<Int(bounds.rank)).map { Int(bounds.dims[$0]) }
        var type = ov_element_type_e(rawValue: 0)
        try check(ov_tensor_get_element_type(tensor, &type), "output type")
        guard type == F32, let tensor else {
            throw InferenceError(.modelUnreadable, detail: "output \(output) is not made of floats")
        }
        let start = try LoadedModel.samples(of: tensor)
        return read(shape, Span(_unsafeStart: UnsafePointer(start), count: shape.reduce(1, *)))
    }

    private static func request(of model: OpaquePointer) throws(InferenceError) -> OpaquePointer {
        var request: OpaquePointer?
        try check(ov_compiled_model_create_infer_request(model, &request), "create request")
        return try found(request, "create request")
    }

    private static func tensor(_ shape: [Int]) throws(InferenceError) -> OpaquePointer {
        let sides = shape.map(Int64.init)
        var bounds = ov_shape_t()
        try check(
            sides.withUnsafeBufferPointer { ov_shape_create(Int64($0.count), $0.baseAddress, &bounds) },
            "input shape")
        defer { ov_shape_free(&bounds) }
        var tensor: OpaquePointer?
        try check(ov_tensor_create(F32, bounds, &tensor), "create tensor")
        return try found(tensor, "create tensor")
    }

    private static func samples(of tensor: OpaquePointer) throws(InferenceError) -> UnsafeMutablePointer<
        Float
    > {
        var start: UnsafeMutableRawPointer?
        try check(ov_tensor_data(tensor, &start), "tensor data")
        guard let start else { throw InferenceError(.engineFailed, detail: "tensor data: none") }
        return start.assumingMemoryBound(to: Float.self)
    }
}

/// The inference library, loaded once for all models of a process.
public final class InferenceEngine: Sendable {
    // The library documents its core as safe to use from several threads; the handle itself never changes.
    nonisolated(unsafe) private let core: OpaquePointer

    public init() throws(InferenceError) {
        // Tensors of ever other sizes leave holes in the heap; mapped one by one they go back when they are freed.
        // Over 74 pictures the process then peaks at 480 MB instead of 680, in the same time.
        map_blocks_from(4 << 20)
        var core: OpaquePointer?
        try check(ov_core_create(&core), "create core")
        self.core = try found(core, "create core")
    }

    deinit { ov_core_free(core) }

    /// The library's build, for reports.
    public static func version() -> String {
        var version = ov_version_t()
        guard ov_get_openvino_version(&version) == OK, let build = version.buildNumber else {
            return "unknown"
        }
        defer { ov_version_free(&version) }
        return String(cString: build)
    }

    fileprivate func compile(
        _ path: String, _ settings: InferenceSettings
    ) throws(InferenceError) -> OpaquePointer {
        let properties = [
            ("INFERENCE_NUM_THREADS", String(max(1, settings.threads))),
            ("NUM_STREAMS", String(max(1, settings.requests))),
            // Enough for the widths of everyday lines: prepared operations are found again instead of made again. Measured
            // on order screenshots: 16 → 500 saves a twelfth of the processor time for 30 MB.
            ("CPU_RUNTIME_CACHE_CAPACITY", "500"),
        ]
        // One C string a word; the library copies them before it returns.
        let words = properties.flatMap { [$0.0, $0.1] }.map { Array($0.utf8CString) }
        let starts = words.map { word in
            let start = UnsafeMutablePointer<CChar>.allocate(capacity: word.count)
            start.initialize(from: word, count: word.count)
            return start
        }
        defer { for start in starts { start.deallocate() } }
        let list = stride(from: 0, to: starts.count, by: 2).map {
            ov_property_t(key: UnsafePointer(starts[$0]), value: UnsafeRawPointer(starts[$0 + 1]))
        }
        var model: OpaquePointer?
        try check(
            list.withUnsafeBufferPointer {
                ov_core_compile_model_from_file_props(core, path, "CPU", $0.count, $0.baseAddress, &model)
            }, "compile \(path)")
        return try found(model, "compile \(path)")
    }
}

/// Every return code passes through here; the library's message is read at once, the next call overwrites it.
private func check(_ status: ov_status_e, _ step: @autoclosure () -> String) throws(InferenceError) {
    guard status != OK else { return }
    let name = ov_get_error_info(status).map { String(cString: $0) } ?? "status \(status.rawValue)"
    let message = ov_get_last_err_msg()
    defer { if let message { ov_free(message) } }
    let words = message.map { String(cString: $0) } ?? ""
    throw InferenceError(.engineFailed, detail: "\(step()): \(name) \(words)")
}

private func found(_ handle: OpaquePointer?, _ step: String) throws(InferenceError) -> OpaquePointer {
    guard let handle else { throw InferenceError(.engineFailed, detail: "\(step): no handle") }
    return handle
}
