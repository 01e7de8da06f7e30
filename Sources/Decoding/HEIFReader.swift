internal import CHeif
import Media

/// HEIC, HEIF and AVIF through libheif, grids of tiles too. It turns the picture upright itself, by the container's own
/// properties; the orientation in EXIF does not count there (ISO/IEC 23008-12, 6.5.10 and A.2.1).
struct HEIFReader: ~Copyable {
    private let context: OpaquePointer
    private let handle: OpaquePointer

    /// - Parameter bytes: kept alive and in place by the caller as long as the reader lives.
    init(_ bytes: UnsafeBufferPointer<UInt8>, sideLimit: Int) throws(DecodingFailure) {
        guard let context = heif_context_alloc() else {
            throw DecodingFailure(.tooLarge, .picture, detail: "libheif: out of memory")
        }
        heif_context_set_maximum_image_size_limit(context, Int32(clamping: sideLimit))
        heif_context_set_max_decoding_threads(context, 0)
        var handle: OpaquePointer?
        var error = heif_context_read_from_memory_without_copy(
            context, bytes.baseAddress, bytes.count, nil)
        if error.code == heif_error_Ok { error = heif_context_get_primary_image_handle(context, &handle) }
        guard error.code == heif_error_Ok, let handle else {
            // The library's words live in the context.
            let failure = HEIFReader.failure(error)
            heif_context_free(context)
            throw failure
        }
        self.context = context
        self.handle = handle
    }

    /// Loads the library's codecs, some of which are files of their own.
    static func loadCodecs() { heif_init(nil) }

    deinit {
        heif_image_handle_release(handle)
        heif_context_free(context)
    }

    /// As stored, before it is turned.
    var storedWidth: Int { Int(heif_image_handle_get_ispe_width(handle)) }
    var storedHeight: Int { Int(heif_image_handle_get_ispe_height(handle)) }

    var metadata: MetadataBlocks {
        var blocks = MetadataBlocks()
        // The first four bytes say how far the TIFF header is away.
        if let exif = block("Exif"), exif.count > 4 {
            let start = 4 + exif.bigEndian32(at: 0)
            if start < exif.count { blocks.exif = MetadataBlocks.exif(Array(exif[start...])) }
        }
        blocks.xmp = block("mime")
        blocks.profile = profile()
        return blocks
    }

    private borrowing func profile() -> [UInt8]? {
        let size = heif_image_handle_get_raw_color_profile_size(handle)
        guard size > 0 else { return nil }
        guard size <= ColourConversion.largestProfile else { return [] }
        var error = heif_error()
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { target, count in
            target.initialize(repeating: 0)
            error = heif_image_handle_get_raw_color_profile(handle, target.baseAddress)
            count = size
        }
        return error.code == heif_error_Ok ? bytes : []
    }

    private borrowing func block(_ type: String) -> [UInt8]? {
        var identifier: heif_item_id = 0
        guard heif_image_handle_get_list_of_metadata_block_IDs(handle, type, &identifier, 1) == 1 else {
            return nil
        }
        let size = heif_image_handle_get_metadata_size(handle, identifier)
        guard size > 0, size <= HEIFReader.metadataLimit else { return nil }
        var error = heif_error()
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { target, count in
            target.initialize(repeating: 0)
            error = heif_image_handle_get_metadata(handle, identifier, target.baseAddress)
            count = size
        }
        return error.code == heif_error_Ok ? bytes : nil
    }

    private static let metadataLimit = 4 << 20

    /// Upright, transparent pixels on white.
    borrowing func raster() throws(DecodingFailure) -> Raster {
        let hasAlpha = heif_image_handle_has_alpha_channel(handle) != 0
        let options = heif_decoding_options_alloc()
        defer { heif_decoding_options_free(options) }
        options?.pointee.convert_hdr_to_8bit = 1
        var image: OpaquePointer?
        let error = heif_decode_image(
            handle, &image, heif_colorspace_RGB,
            hasAlpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB, options)
        guard error.code == heif_error_Ok, let image else { throw HEIFReader.failure(error) }
        defer { heif_image_release(image) }
        let width = Int(heif_image_get_width(image, heif_channel_interleaved))
        let height = Int(heif_image_get_height(image, heif_channel_interleaved))
        var stride: Int32 = 0
        guard width > 0, height > 0,
            let plane = heif_image_get_plane_readonly(image, heif_channel_interleaved, &stride)
        else { throw DecodingFailure(.corrupt, .picture, detail: "libheif: no pixels") }
        return HEIFReader.packed(
            plane, width: width, height: height, stride: Int(stride), samples: hasAlpha ? 4 : 3)
    }

    private static func packed(
        _ plane: UnsafePointer<UInt8>, width: Int, height: Int, stride: Int, samples: Int
    ) -> Raster {
        var pixels = [UInt8](repeating: 255, count: width * height * 3)
        pixels.withUnsafeMutableBufferPointer { target in
            for y in 0..<height {
                let row = plane + y * stride
                for x in 0..<width {
                    let alpha = samples == 4 ? UInt32(row[x * 4 + 3]) : 255
                    for channel in 0..<3 {
                        let mixed = UInt32(row[x * samples + channel]) * alpha + 255 * (255 - alpha)
                        target[(y * width + x) * 3 + channel] = UInt8((mixed + 127) / 255)
                    }
                }
            }
        }
        return Raster(width: width, height: height, pixels: pixels)
    }

    private static func failure(_ error: heif_error) -> DecodingFailure {
        let message = error.message.map { String(cString: $0) } ?? "no reason"
        let code: DecodingFailure.Code =
            if error.subcode == heif_suberror_Security_limit_exceeded
                || error.code == heif_error_Memory_allocation_error
            {
                .tooLarge
            } else if error.subcode == heif_suberror_End_of_data {
                .truncated
            } else if error.code == heif_error_Unsupported_filetype
                || error.code == heif_error_Unsupported_feature
            {
                .unsupported
            } else {
                .corrupt
            }
        return DecodingFailure(code, .picture, detail: "libheif: \(message)")
    }
}
