internal import CTurboJPEG
public import Media

/// JPEG through the TurboJPEG API: baseline, progressive, arithmetic, grey, CMYK and YCCK.
struct JPEGReader: ~Copyable {
    private let handle: tjhandle

    init() throws(DecodingFailure) {
        guard let handle = tjInitDecompress() else {
            throw DecodingFailure(
                .unsupported, .picture, detail: "tjInitDecompress: \(String(cString: tjGetErrorStr2(nil)))")
        }
        self.handle = handle
    }

    deinit { tjDestroy(handle) }

    struct Header: Equatable {
        var width: Int
        var height: Int
        var isCMYK: Bool

        /// As the library gives them for a pixel.
        var samples: Int { isCMYK ? 4 : 3 }
    }

    /// The sides of the decoded picture: the stored ones divided by 1, 2, 4 or 8, rounded up.
    struct Scale: Equatable {
        var width: Int
        var height: Int

        var pixels: Int { width * height }

        /// The largest whose picture has at most `rasterPixels`, else the smallest.
        init(_ header: Header, within rasterPixels: Int) {
            var denominator = 1
            while denominator < 8, header.width * header.height / (denominator * denominator) > rasterPixels {
                denominator *= 2
            }
            width = (header.width + denominator - 1) / denominator
            height = (header.height + denominator - 1) / denominator
        }
    }

    borrowing func header(_ bytes: [UInt8]) throws(DecodingFailure) -> Header {
        var width: Int32 = 0
        var height: Int32 = 0
        var subsampling: Int32 = 0
        var colours: Int32 = 0
        let status = bytes.withUnsafeBufferPointer {
            tjDecompressHeader3(
                handle, $0.baseAddress, UInt($0.count), &width, &height, &subsampling, &colours)
        }
        // Warnings about the header do not matter where the size is known.
        if status != 0, width <= 0 || height <= 0 || !isWarning { throw failure() }
        guard width > 0, height > 0 else {
            throw DecodingFailure(.corrupt, .picture, detail: "no frame header")
        }
        let space = TJCS(rawValue: UInt32(bitPattern: colours))
        return Header(
            width: Int(width), height: Int(height), isCMYK: space == TJCS_CMYK || space == TJCS_YCCK)
    }

    /// - Parameter conversion: for whose profile its colours or inks are meant.
    borrowing func raster(
        _ bytes: [UInt8], _ header: Header, _ scale: Scale, _ conversion: borrowing ColourConversion?
    ) throws(DecodingFailure) -> Raster {
        var status: Int32 = 0
        var pixels = [UInt8](unsafeUninitializedCapacity: scale.pixels * header.samples) { target, count in
            count = target.count
            status = decode(bytes, header, scale, into: target)
        }
        try check(status)
        if header.isCMYK {
            JPEGReader.mixInks(&pixels, conversion)
        } else {
            pixels.withUnsafeMutableBufferPointer { conversion?.apply(to: $0) }
        }
        return Raster(width: scale.width, height: scale.height, pixels: pixels)
    }

    /// Three samples a pixel into memory of the caller's.
    /// - Precondition: the picture is not CMYK, and `target` holds `scale.pixels * 3` samples.
    borrowing func lay(
        _ bytes: [UInt8], _ header: Header, _ scale: Scale, into target: UnsafeMutableBufferPointer<UInt8>
    ) throws(DecodingFailure) {
        precondition(!header.isCMYK && target.count == scale.pixels * 3, "inks are mixed elsewhere")
        try check(decode(bytes, header, scale, into: target))
    }

    /// Of a damaged file as far as it can be decoded, grey behind; nil where it cannot be at all.
    borrowing func samples(_ bytes: [UInt8], _ header: Header, _ scale: Scale) -> [UInt8]? {
        var status: Int32 = 0
        let samples = [UInt8](unsafeUninitializedCapacity: scale.pixels * header.samples) { target, count in
            count = target.count
            status = decode(bytes, header, scale, into: target)
        }
        return status == 0 || isWarning ? samples : nil
    }

    private borrowing func decode(
        _ bytes: [UInt8], _ header: Header, _ scale: Scale, into target: UnsafeMutableBufferPointer<UInt8>
    ) -> Int32 {
        // Lines that a damaged file never reaches are not left to chance.
        target.initialize(repeating: 128)
        let format = header.isCMYK ? TJPF_CMYK : TJPF_RGB
        return bytes.withUnsafeBufferPointer {
            tjDecompress2(
                handle, $0.baseAddress, UInt($0.count), target.baseAddress, Int32(scale.width),
                Int32(scale.width * header.samples), Int32(scale.height), Int32(format.rawValue),
                TJFLAG_LIMITSCANS)
        }
    }

    private borrowing func check(_ status: Int32) throws(DecodingFailure) {
        if status != 0, !isWarning || !isHarmless(message) { throw failure() }
    }

    /// Inverted inks as Adobe writes them, and everyone after: 255 is no ink. Leaves three samples a pixel.
    private static func mixInks(_ pixels: inout [UInt8], _ conversion: borrowing ColourConversion?) {
        let count = pixels.count / 4
        pixels.withUnsafeMutableBufferPointer { samples in
            if conversion?.mix(samples) == true { return }
            for index in 0..<count {
                let black = UInt32(samples[index * 4 + 3])
                for channel in 0..<3 {
                    let light = UInt32(samples[index * 4 + channel]) * black
                    samples[index * 3 + channel] = UInt8((light + 127) / 255)
                }
            }
        }
        pixels.removeLast(count)
    }

    private var isWarning: Bool { tjGetErrorCode(handle) == Int32(TJERR_WARNING.rawValue) }

    private var message: String { String(cString: tjGetErrorStr2(handle)) }

    /// The picture is whole in spite of these: bytes between segments, and scan parameters that some cameras write wrong.
    private func isHarmless(_ message: String) -> Bool {
        ["extraneous bytes", "Invalid SOS parameters", "Inconsistent progression", "Unknown Adobe", "JFIF"]
            .contains { message.contains($0) }
    }

    private func failure() -> DecodingFailure {
        let message = message
        let code: DecodingFailure.Code =
            if message.contains("Unsupported marker") {
                // The library's word for bytes where no marker can be.
                .corrupt
            } else if message.contains("remature end") || message.contains("too short") {
                .truncated
            } else if message.contains("nsupported") || message.contains("not implemented") {
                .unsupported
            } else if message.contains("nsufficient memory") || message.contains("dimension") {
                .tooLarge
            } else {
                .corrupt
            }
        return DecodingFailure(code, .picture, detail: message)
    }
}

/// Pictures → baseline JPEG without metadata. It stands here because one file alone may see the library.
public enum JPEGWriter {
    /// The longest side that the format can hold, pixels.
    public static let largestSide = 65_500

    /// - Parameters:
    ///   - picture: no side longer than `largestSide`.
    ///   - quality: 1…100, as the library counts it; colour at half the resolution.
    public static func bytes(of picture: Raster, quality: Int) throws(DecodingFailure) -> [UInt8] {
        guard let handle = tjInitCompress() else { throw failure(nil) }
        defer { tjDestroy(handle) }
        var buffer: UnsafeMutablePointer<UInt8>?
        var size: UInt = 0
        defer { tjFree(buffer) }
        let status = picture.pixels.withUnsafeBufferPointer {
            tjCompress2(
                handle, $0.baseAddress, Int32(picture.width), Int32(picture.width * 3), Int32(picture.height),
                Int32(TJPF_RGB.rawValue), &buffer, &size, Int32(TJSAMP_420.rawValue), Int32(quality), 0)
        }
        guard status == 0, let buffer else { throw failure(handle) }
        return Array(UnsafeBufferPointer(start: buffer, count: Int(size)))
    }

    private static func failure(_ handle: tjhandle?) -> DecodingFailure {
        DecodingFailure(
            .unsupported, .picture, detail: "tjCompress2: \(String(cString: tjGetErrorStr2(handle)))")
    }
}
