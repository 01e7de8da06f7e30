internal import CPNG
public import Media

/// PNG through libpng's simplified API: all colour types and depths, interlaced or not.
enum PNGReader {
    /// Transparent pixels lie on white.
    static func raster(_ bytes: [UInt8], hasAlpha: Bool) throws(DecodingFailure) -> Raster {
        try bytes.withUnsafeBufferPointer { source throws(DecodingFailure) in
            var image = png_image()
            image.version = png_uint_32(PNG_IMAGE_VERSION)
            defer { png_image_free(&image) }
            guard png_image_begin_read_from_memory(&image, source.baseAddress, source.count) != 0 else {
                throw failure(image)
            }
            return try raster(&image, hasAlpha: hasAlpha)
        }
    }

    /// The bytes that `image` reads from are kept in place by the caller.
    private static func raster(_ image: inout png_image, hasAlpha: Bool) throws(DecodingFailure) -> Raster {
        let width = Int(image.width)
        let height = Int(image.height)
        image.format = png_uint_32(PNG_FORMAT_FLAG_COLOR | (hasAlpha ? PNG_FORMAT_FLAG_ALPHA : 0))
        // 16 bits without a stated gamma are sRGB, as every viewer shows them, not linear light.
        image.flags |= png_uint_32(PNG_IMAGE_FLAG_16BIT_sRGB)
        var finished: Int32 = 0
        var pixels = [UInt8](unsafeUninitializedCapacity: width * height * (hasAlpha ? 4 : 3)) {
            target, count in
            target.initialize(repeating: 255)
            count = target.count
            finished = png_image_finish_read(&image, nil, target.baseAddress, 0, nil)
        }
        guard finished != 0 else { throw failure(image) }
        if hasAlpha { layOnWhite(&pixels) }
        return Raster(width: width, height: height, pixels: pixels)
    }

    /// In place, in sRGB values as browsers do it; leaves three samples a pixel.
    private static func layOnWhite(_ pixels: inout [UInt8]) {
        let count = pixels.count / 4
        pixels.withUnsafeMutableBufferPointer { samples in
            for index in 0..<count {
                let alpha = UInt32(samples[index * 4 + 3])
                for channel in 0..<3 {
                    let mixed = UInt32(samples[index * 4 + channel]) * alpha + 255 * (255 - alpha)
                    samples[index * 3 + channel] = UInt8((mixed + 127) / 255)
                }
            }
        }
        pixels.removeLast(count)
    }

    private static func failure(_ image: png_image) -> DecodingFailure {
        let message = withUnsafeBytes(of: image.message) { raw in
            String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
        }
        let code: DecodingFailure.Code =
            if ["ot enough", "too little", "read beyond end", "nexpected end"].contains(
                where: message.contains)
            {
                .truncated
            } else if message.contains("out of memory") || message.contains("too large") {
                .tooLarge
            } else {
                .corrupt
            }
        return DecodingFailure(code, .picture, detail: "libpng: \(message)")
    }
}

/// Pictures as PNG files.
public enum PNGWriter {
    /// 8 bits a channel, sRGB, without loss.
    /// - Throws: `tooLarge` where libpng cannot hold the result.
    public static func bytes(of picture: Raster) throws(DecodingFailure) -> [UInt8] {
        var image = png_image()
        image.version = png_uint_32(PNG_IMAGE_VERSION)
        image.width = png_uint_32(picture.width)
        image.height = png_uint_32(picture.height)
        image.format = png_uint_32(PNG_FORMAT_FLAG_COLOR)
        defer { png_image_free(&image) }
        var (written, size) = (Int32(0), png_alloc_size_t(0))
        picture.pixels.withUnsafeBufferPointer { pixels in
            written = png_image_write_to_memory(&image, nil, &size, 0, pixels.baseAddress, 0, nil)
        }
        guard written != 0 else {
            throw DecodingFailure(.tooLarge, .picture, detail: "libpng cannot write the picture")
        }
        var bytes = [UInt8](repeating: 0, count: Int(size))
        picture.pixels.withUnsafeBufferPointer { pixels in
            bytes.withUnsafeMutableBufferPointer { target in
                written = png_image_write_to_memory(
                    &image, target.baseAddress, &size, 0, pixels.baseAddress, 0, nil)
            }
        }
        guard written != 0, size <= png_alloc_size_t(bytes.count) else {
            throw DecodingFailure(.tooLarge, .picture, detail: "libpng cannot write the picture")
        }
        bytes.removeLast(bytes.count - Int(size))
        return bytes
    }
}
