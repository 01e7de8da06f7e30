internal import CTurboJPEG
import Media

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

    /// - Parameter denominator: 1, 2, 4 or 8; the raster's sides are the stored ones divided by it, rounded up.
    borrowing func raster(
        _ bytes: [UInt8], header: Header, denominator: Int
    ) throws(DecodingFailure) -> Raster {
        let width = (header.width + denominator - 1) / denominator
        let height = (header.height + denominator - 1) / denominator
        let samples = header.isCMYK ? 4 : 3
        let format = header.isCMYK ? TJPF_CMYK : TJPF_RGB
        var status: Int32 = 0
        var pixels = [UInt8](unsafeUninitializedCapacity: width * height * samples) { target, count in
            // Lines that a damaged file never reaches are not left to chance.
            target.initialize(repeating: 128)
            count = target.count
            status = bytes.withUnsafeBufferPointer {
                tjDecompress2(
                    handle, $0.baseAddress, UInt($0.count), target.baseAddress, Int32(width),
                    Int32(width * samples), Int32(height), Int32(format.rawValue), TJFLAG_LIMITSCANS)
            }
        }
        if status != 0, !isWarning || !isHarmless(message) { throw failure() }
        if header.isCMYK { JPEGReader.mixInks(&pixels) }
        return Raster(width: width, height: height, pixels: pixels)
    }

    /// Inverted inks as Adobe writes them, and everyone after: 255 is no ink. Leaves three samples a pixel.
    private static func mixInks(_ pixels: inout [UInt8]) {
        let count = pixels.count / 4
        pixels.withUnsafeMutableBufferPointer { samples in
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
