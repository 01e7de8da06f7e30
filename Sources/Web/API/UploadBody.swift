import Multipart

/// The body of an upload as events, whether it is a form or the bytes themselves.
struct UploadBody {
    private enum Format {
        case form(MultipartParser)
        /// The bytes are the file; `begun` once that was said.
        case raw(MultipartPart, begun: Bool)
    }
    private var format: Format

    /// - Parameter takesRaw: whether a body of this type, in lower case, is the file itself.
    init(contentType: String?, takesRaw: (String) -> Bool) throws {
        let type = HeaderParameters(contentType ?? "application/octet-stream")
        if type.value == "multipart/form-data" {
            guard let boundary = type["boundary"] else {
                throw MultipartError(code: .boundaryMissing, detail: "the content type names no boundary")
            }
            format = .form(try MultipartParser(boundary: boundary))
            return
        }
        guard type.value == "application/octet-stream" || takesRaw(type.value) else {
            throw Problem.unsupportedBody(contentType)
        }
        format = .raw(MultipartPart(name: "file", fileName: "", contentType: contentType), begun: false)
    }

    mutating func feed(_ chunk: some Sequence<UInt8>) throws(MultipartError) -> [MultipartEvent] {
        switch format {
        case .form(var parser):
            let events = try parser.feed(chunk)
            format = .form(parser)
            return events
        case .raw(let file, let begun):
            format = .raw(file, begun: true)
            return (begun ? [] : [.begin(file)]) + [.bytes(ArraySlice(chunk))]
        }
    }

    func finish() throws(MultipartError) -> [MultipartEvent] {
        switch format {
        case .form(let parser):
            try parser.finish()
            return []
        case .raw(let file, let begun):
            return (begun ? [] : [.begin(file)]) + [.end]
        }
    }
}
