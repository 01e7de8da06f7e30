import Foundation
import TestSupport
import Testing

@testable import Multipart

struct MultipartParserTests {
    private struct Form: Equatable {
        var parts: [MultipartPart] = []
        var bodies: [[UInt8]] = []
    }

    private func form(_ body: [UInt8], boundary: String, cuts: [Int] = []) throws -> Form {
        var parser = try MultipartParser(boundary: boundary)
        var form = Form()
        var start = 0
        for end in cuts + [body.count] {
            for event in try parser.feed(body[start..<end]) {
                switch event {
                case .begin(let part):
                    form.parts.append(part)
                    form.bodies.append([])
                case .bytes(let bytes): form.bodies[form.bodies.count - 1] += bytes
                case .end: break
                }
            }
            start = end
        }
        try parser.finish()
        return form
    }

    private func part(_ name: String, _ content: [UInt8], file: String? = nil) -> [UInt8] {
        let fileName = file.map { "; filename=\"\($0)\"" } ?? ""
        return Array("Content-Disposition: form-data; name=\"\(name)\"\(fileName)\r\n\r\n".utf8) + content
    }

    @Test func `a form of a browser gives its fields and its file`() throws {
        let body = Array(
            """
            --XY\r
            Content-Disposition: form-data; name="slot"\r
            \r
            shelf-2\r
            --XY\r
            Content-Disposition: form-data; name="file"; filename="货架.jpg"\r
            Content-Type: image/jpeg\r
            \r
            line\r
            --X is not the boundary\r
            --XY--\r

            """.utf8)
        let form = try form(body, boundary: "XY")
        #expect(form.parts.map(\.name) == ["slot", "file"])
        #expect(form.parts[1].fileName == "货架.jpg")
        #expect(form.parts[1].contentType == "image/jpeg")
        #expect(form.bodies[0] == Array("shelf-2".utf8))
        #expect(form.bodies[1] == Array("line\r\n--X is not the boundary".utf8))
    }

    @Test func `however a body is cut into chunks, the form is the same`() throws {
        var generator = SeededGenerator(seed: 20)
        // Bytes that a delimiter is made of, so that near misses are frequent.
        let alphabet: [UInt8] = [13, 10, 45, 45, 88, 89, 0, 255]
        for _ in 0..<400 {
            let contents = (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                    alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
                }
            }
            let boundary = "XYX-Z"
            var body = Array("preamble\r\n".utf8.prefix(Int.random(in: 0...1, using: &generator) * 10))
            for (index, content) in contents.enumerated() {
                body += Array("--\(boundary)\r\n".utf8)
                body += part("field\(index)", content, file: index % 2 == 0 ? "f" : nil) + [13, 10]
            }
            body += Array("--\(boundary)--\r\nepilogue".utf8)
            let whole = try form(body, boundary: boundary)
            #expect(whole.bodies == contents)
            let cuts = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
                Int.random(in: 0...body.count, using: &generator)
            }.sorted()
            #expect(try form(body, boundary: boundary, cuts: cuts) == whole)
            #expect(try form(body, boundary: boundary, cuts: Array(0..<body.count)) == whole)
        }
    }

    @Test func `whatever the bytes are, the parser ends with events or an error`() throws {
        var generator = SeededGenerator(seed: 21)
        let pieces = [
            "--XY", "\r\n", "--", "Content-Disposition: form-data; name=\"a\"", ":", "\r\n\r\n", "XY", "\0",
            "\u{FF}", "name=\"", ";", " ", "\t",
        ]
        for _ in 0..<3_000 {
            let text = (0..<Int.random(in: 0...30, using: &generator)).map { _ in
                pieces[Int.random(in: 0..<pieces.count, using: &generator)]
            }.joined()
            let bytes = Array(text.utf8)
            let whole = Result { try form(bytes, boundary: "XY") }
            let cut = Result {
                try form(bytes, boundary: "XY", cuts: [Int.random(in: 0...bytes.count, using: &generator)])
            }
            switch (whole, cut) {
            case (.success(let a), .success(let b)): #expect(a == b)
            case (.failure(let a), .failure(let b)):
                #expect((a as? MultipartError)?.code == (b as? MultipartError)?.code)
            default: Issue.record("cutting changes the outcome of \(text.debugDescription)")
            }
        }
    }

    @Test func `a body that was cut off is refused`() throws {
        let body = Array("--XY\r\n".utf8) + part("a", Array("value".utf8))
        #expect(throws: MultipartError.self) { try form(body, boundary: "XY") }
        #expect(throws: MultipartError.self) { try form([], boundary: "XY") }
        #expect(throws: MultipartError.self) { try form(body + Array("\r\n--XY".utf8), boundary: "XY") }
    }

    @Test(arguments: ["", String(repeating: "x", count: 71), "ä", "a\u{1}"])
    func `a boundary outside the standard is refused`(boundary: String) {
        #expect(throws: MultipartError.self) { try MultipartParser(boundary: boundary) }
    }

    @Test func `headers and parts without end are refused at their limits`() throws {
        let endless =
            Array("--XY\r\nContent-Disposition: form-data; name=\"".utf8)
            + [UInt8](repeating: 97, count: 20_000)
        var parser = try MultipartParser(boundary: "XY")
        #expect(
            throws: MultipartError(code: .headerTooLong, detail: "the headers of a part exceed 8192 bytes")
        ) {
            _ = try parser.feed(endless)
        }
        var many: [UInt8] = []
        for _ in 0..<33 { many += Array("--XY\r\n".utf8) + part("a", []) + [13, 10] }
        #expect(throws: MultipartError(code: .tooManyParts, detail: "more than 32 parts")) {
            _ = try form(many + Array("--XY--".utf8), boundary: "XY")
        }
        var flood = try MultipartParser(boundary: "XY")
        #expect(throws: MultipartError.self) { _ = try flood.feed([UInt8](repeating: 97, count: 9_000)) }
    }
}

struct HeaderParametersTests {
    @Test func `semicolons inside quotes do not separate`() {
        let header = HeaderParameters(#" form-data; name="a;b"; filename="x %22y%22;.jpg" "#)
        #expect(header.value == "form-data")
        #expect(header["name"] == "a;b")
        #expect(header.fileName == #"x "y";.jpg"#)
    }

    @Test func `the extended file name goes before the plain one`() {
        let header = HeaderParameters(
            "form-data; filename=\"x.jpg\"; filename*=UTF-8''%E8%B4%A7%E6%9E%B6.jpg")
        #expect(header.fileName == "货架.jpg")
    }
}
