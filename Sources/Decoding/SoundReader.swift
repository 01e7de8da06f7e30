internal import CSndFile
import Foundation
import Media

/// WAV, FLAC, MP3, Ogg Vorbis, Ogg Opus and AIFF through libsndfile.
struct SoundReader: ~Copyable {
    struct Header: Equatable {
        var sampleRate: Int
        var channels: Int
        /// As the header claims it; nil where it does not know.
        var frames: Int?
        var format: MediaFacts.Format
        /// Of the samples; nil for those that are rare.
        var codec: String?
    }

    private static let opening = NSLock()

    let header: Header
    private let file: OpaquePointer
    /// Retained while the library may call back.
    private let source: Unmanaged<ByteSource>

    /// - Parameter range: where in `bytes` the file lies.
    init(_ bytes: [UInt8], _ range: Range<Int>, _ signature: MediaSignature) throws(DecodingFailure) {
        // Told the end of an MP3 without a frame count, the library guesses its length from the first frame's bit
        // rate, and stops there.
        let source = Unmanaged.passRetained(ByteSource(bytes, range, knowsEnd: signature != .mp3))
        var calls = ByteSource.calls
        var info = SF_INFO()
        // What the library says about a file that it could not open is one text for the whole process.
        SoundReader.opening.lock()
        let opened = sf_open_virtual(&calls, Int32(SFM_READ), &info, source.toOpaque())
        let failure = SoundReader.failure(nil)
        SoundReader.opening.unlock()
        guard let file = opened else {
            source.release()
            throw failure
        }
        self.file = file
        self.source = source
        header = Header(
            sampleRate: Int(info.samplerate), channels: Int(info.channels),
            frames: info.frames > 0 && info.frames < Int64.max ? Int(info.frames) : nil,
            format: SoundReader.format(info.format), codec: SoundReader.codec(info.format))
    }

    deinit {
        sf_close(file)
        source.release()
    }

    /// The next frames, interleaved; empty at the end.
    borrowing func next(frames: Int) -> [Float] {
        [Float](unsafeUninitializedCapacity: frames * header.channels) { target, count in
            let read = target.baseAddress.map { sf_readf_float(file, $0, sf_count_t(frames)) } ?? 0
            count = max(0, Int(read)) * header.channels
        }
    }

    /// The library's complaint about what has been read so far.
    borrowing func complaint() -> DecodingFailure? {
        sf_error(file) == 0 ? nil : SoundReader.failure(file)
    }

    private static func failure(_ file: OpaquePointer?) -> DecodingFailure {
        let message = String(cString: sf_strerror(file))
        let code: DecodingFailure.Code =
            message.contains("unsupported") || message.contains("not implemented") ? .unsupported : .corrupt
        return DecodingFailure(code, .recording, detail: "libsndfile: \(message)")
    }

    private static func codec(_ code: Int32) -> String? {
        switch Int(code) & Int(SF_FORMAT_SUBMASK) {
        case _ where Int(code) & Int(SF_FORMAT_TYPEMASK) == Int(SF_FORMAT_FLAC): "flac"
        case Int(SF_FORMAT_PCM_S8), Int(SF_FORMAT_PCM_U8): "pcm8"
        case Int(SF_FORMAT_PCM_16): "pcm16"
        case Int(SF_FORMAT_PCM_24): "pcm24"
        case Int(SF_FORMAT_PCM_32): "pcm32"
        case Int(SF_FORMAT_FLOAT): "float32"
        case Int(SF_FORMAT_DOUBLE): "float64"
        case Int(SF_FORMAT_ULAW): "ulaw"
        case Int(SF_FORMAT_ALAW): "alaw"
        case Int(SF_FORMAT_IMA_ADPCM), Int(SF_FORMAT_MS_ADPCM): "adpcm"
        case Int(SF_FORMAT_VORBIS): "vorbis"
        case Int(SF_FORMAT_OPUS): "opus"
        case Int(SF_FORMAT_MPEG_LAYER_III): "mp3"
        default: nil
        }
    }

    private static func format(_ code: Int32) -> MediaFacts.Format {
        switch Int(code) & Int(SF_FORMAT_TYPEMASK) {
        case Int(SF_FORMAT_FLAC): .flac
        case Int(SF_FORMAT_MPEG): .mp3
        case Int(SF_FORMAT_AIFF): .aiff
        case Int(SF_FORMAT_OGG): Int(code) & Int(SF_FORMAT_SUBMASK) == Int(SF_FORMAT_OPUS) ? .opus : .ogg
        default: .wav
        }
    }
}

/// Bytes with a place to read from, as the library's callbacks want them.
private final class ByteSource {
    private let bytes: [UInt8]
    private let range: Range<Int>
    private let knowsEnd: Bool
    /// From the range's beginning.
    private var place = 0

    init(_ bytes: [UInt8], _ range: Range<Int>, knowsEnd: Bool) {
        self.bytes = bytes
        self.range = range.clamped(to: bytes.indices)
        self.knowsEnd = knowsEnd
    }

    static var calls: SF_VIRTUAL_IO {
        SF_VIRTUAL_IO(
            get_filelen: { sf_count_t(ByteSource.of($0)?.range.count ?? 0) },
            seek: { offset, whence, user in ByteSource.of(user)?.seek(Int(offset), whence) ?? -1 },
            read: { target, count, user in ByteSource.of(user)?.read(into: target, Int(count)) ?? 0 },
            write: { _, _, _ in 0 },
            tell: { sf_count_t(ByteSource.of($0)?.place ?? 0) })
    }

    private static func of(_ user: UnsafeMutableRawPointer?) -> ByteSource? {
        user.map { Unmanaged<ByteSource>.fromOpaque($0).takeUnretainedValue() }
    }

    private func seek(_ offset: Int, _ whence: Int32) -> sf_count_t {
        if whence == SEEK_END, !knowsEnd { return -1 }
        let base = whence == SEEK_CUR ? place : whence == SEEK_END ? range.count : 0
        let (target, overflow) = base.addingReportingOverflow(offset)
        guard !overflow, 0...range.count ~= target else { return -1 }
        place = target
        return sf_count_t(place)
    }

    private func read(into target: UnsafeMutableRawPointer?, _ count: Int) -> sf_count_t {
        let share = min(max(0, count), range.count - place)
        guard let target, share > 0 else { return 0 }
        bytes.withUnsafeBytes { source in
            if let start = source.baseAddress {
                target.copyMemory(from: start + range.lowerBound + place, byteCount: share)
            }
        }
        place += share
        return sf_count_t(share)
    }
}
