internal import CWebP
import Media

/// WebP through libwebp: lossy, lossless, with transparency; of an animation its first frame.
enum WebPReader {
    /// Transparent pixels lie on white.
    static func raster(_ bytes: [UInt8], structure: WebPStructure) throws(DecodingFailure) -> Raster {
        try bytes.withUnsafeBufferPointer { source throws(DecodingFailure) in
            var data = WebPData(bytes: source.baseAddress, size: source.count)
            guard let demuxer = WebPDemux(&data) else {
                throw failure("not a WebP file that can be taken apart")
            }
            defer { WebPDemuxDelete(demuxer) }
            var frame = WebPIterator()
            guard WebPDemuxGetFrame(demuxer, 1, &frame) != 0 else { throw failure("no frame") }
            defer { WebPDemuxReleaseIterator(&frame) }
            let width = Int(frame.width)
            let height = Int(frame.height)
            let (left, top) = (Int(frame.x_offset), Int(frame.y_offset))
            guard width > 0, height > 0, left >= 0, top >= 0, left + width <= structure.width,
                top + height <= structure.height
            else {
                throw failure("a frame of \(width) × \(height) pixels")
            }
            let pixels = try decode(frame.fragment, width: width, height: height)
            return onCanvas(pixels, width: width, height: height, left: left, top: top, structure)
        }
    }

    /// Red, green, blue and alpha of each pixel.
    private static func decode(
        _ data: WebPData, width: Int, height: Int
    ) throws(DecodingFailure) -> [UInt8] {
        var isDecoded = false
        let pixels = [UInt8](unsafeUninitializedCapacity: width * height * 4) { target, count in
            target.initialize(repeating: 255)
            count = target.count
            isDecoded =
                WebPDecodeRGBAInto(data.bytes, data.size, target.baseAddress, count, Int32(width * 4)) != nil
        }
        guard isDecoded else { throw failure("the frame cannot be decoded") }
        return pixels
    }

    private static func onCanvas(
        _ frame: [UInt8], width: Int, height: Int, left: Int, top: Int, _ canvas: WebPStructure
    ) -> Raster {
        var pixels = [UInt8](repeating: 255, count: canvas.width * canvas.height * 3)
        frame.withUnsafeBufferPointer { source in
            pixels.withUnsafeMutableBufferPointer { target in
                for y in 0..<min(height, canvas.height - top) {
                    for x in 0..<min(width, canvas.width - left) {
                        let from = (y * width + x) * 4
                        let to = ((y + top) * canvas.width + x + left) * 3
                        let alpha = UInt32(source[from + 3])
                        for channel in 0..<3 {
                            let mixed = UInt32(source[from + channel]) * alpha + 255 * (255 - alpha)
                            target[to + channel] = UInt8((mixed + 127) / 255)
                        }
                    }
                }
            }
        }
        return Raster(width: canvas.width, height: canvas.height, pixels: pixels)
    }

    private static func failure(_ detail: String) -> DecodingFailure {
        DecodingFailure(.corrupt, .picture, detail: "libwebp: \(detail)")
    }
}
