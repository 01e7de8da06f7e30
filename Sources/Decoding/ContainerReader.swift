internal import CAVFormat
import Media

/// The sound track of MPEG-4, 3GP, Matroska, WebM, raw AAC and AMR through libavformat and libavcodec.
///
/// The bytes stand in memory: no path, no protocol and no second file is ever opened. The demuxer is chosen by the
/// signature, the decoder from a short list, and no track but the sound's is looked into.
struct ContainerReader: ~Copyable {
    /// Samples of one decoded frame, channel after channel interleaved.
    struct Block {
        var samples: [Float]
        var channels: Int
        var sampleRate: Int
    }

    private let source: Unmanaged<MemoryFile>
    private var input: UnsafeMutablePointer<AVIOContext>?
    private var container: UnsafeMutablePointer<AVFormatContext>?
    private var decoder: UnsafeMutablePointer<AVCodecContext>?
    private var packet: UnsafeMutablePointer<AVPacket>?
    private var frame: UnsafeMutablePointer<AVFrame>?
    private let track: Int32
    private var isAtEnd = false
    private(set) var damagedPackets = 0
    private var packets = 0

    /// As the container claims them: seconds, 0 where it does not say, and channels, at least 1.
    let claimedSeconds: Double
    let claimedChannels: Int
    /// Samples a second, 0 where the container does not say, and the codec's name in the library's words.
    let claimedRate: Int
    let codec: String?

    /// No block of the library may be larger than this, whatever a header claims.
    private static let largestAllocation = 256 << 20
    /// Once for the process. What the library says of a stranger's bytes ("please send us a sample") is no word of ours to
    /// whoever reads the log: damage is counted here and reported as a reason.
    private static let setUp: Void = {
        av_max_alloc(largestAllocation)
        av_log_set_level(AV_LOG_QUIET)
    }()
    /// Opus' shortest frames last 2.5 ms.
    private static let packetsPerSecond = 400

    init(_ bytes: [UInt8], _ signature: MediaSignature) throws(DecodingFailure) {
        _ = ContainerReader.setUp
        guard let demuxer = av_find_input_format(ContainerReader.demuxer(signature)) else {
            throw DecodingFailure(.unsupported, .recording, detail: signature.rawValue)
        }
        let source = Unmanaged.passRetained(MemoryFile(bytes))
        var owned = Owned(source: source)
        do throws(DecodingFailure) {
            try owned.open(demuxer)
            let track = try owned.openTrack()
            self.track = track
            let duration = owned.container?.pointee.duration ?? 0
            claimedChannels = max(1, Int(clamping: owned.decoder?.pointee.ch_layout.nb_channels ?? 1))
            claimedRate = max(0, Int(owned.decoder?.pointee.sample_rate ?? 0))
            codec = owned.decoder.map { String(cString: avcodec_get_name($0.pointee.codec_id)) }
            claimedSeconds = duration > 0 ? Double(duration) / Double(AV_TIME_BASE) : 0
        } catch {
            owned.close()
            throw error
        }
        self.source = source
        // Last, for nobody would free them where a container is refused.
        packet = av_packet_alloc()
        frame = av_frame_alloc()
        input = owned.input
        container = owned.container
        decoder = owned.decoder
    }

    deinit {
        var packet = packet
        var frame = frame
        av_packet_free(&packet)
        av_frame_free(&frame)
        var owned = Owned(source: source, input: input, container: container, decoder: decoder)
        owned.close()
    }

    /// The next decoded frame; nil at the end.
    mutating func next(limitSeconds: Double) throws(DecodingFailure) -> Block? {
        while true {
            switch avcodec_receive_frame(decoder, frame) {
            case 0: return try block()
            case cav_end_of_file: return nil
            case cav_try_again:
                guard packets < Int(limitSeconds) * ContainerReader.packetsPerSecond + 1_000 else {
                    throw DecodingFailure(.corrupt, .recording, detail: "\(packets) packets")
                }
                feed()
            default: damagedPackets += 1
            }
            if damagedPackets > 1_000 {
                throw DecodingFailure(.corrupt, .recording, detail: "\(damagedPackets) damaged packets")
            }
        }
    }

    /// Hands one packet of the track to the decoder, or the end.
    private mutating func feed() {
        while !isAtEnd {
            guard av_read_frame(container, packet) >= 0, let packet else {
                isAtEnd = true
                break
            }
            packets += 1
            defer { av_packet_unref(packet) }
            guard packet.pointee.stream_index == track else { continue }
            if avcodec_send_packet(decoder, packet) < 0 { damagedPackets += 1 }
            return
        }
        avcodec_send_packet(decoder, nil)
    }

    private func block() throws(DecodingFailure) -> Block {
        guard let frame else { throw DecodingFailure(.corrupt, .recording, detail: "no frame") }
        defer { av_frame_unref(frame) }
        let channels = Int(frame.pointee.ch_layout.nb_channels)
        let rate = Int(frame.pointee.sample_rate)
        let count = Int(frame.pointee.nb_samples)
        guard 1...64 ~= channels, rate > 0, 0...1_000_000 ~= count, let planes = frame.pointee.extended_data
        else { throw DecodingFailure(.corrupt, .recording, detail: "\(channels) channels at \(rate) Hz") }
        var samples = [Float](repeating: 0, count: count * channels)
        let isKnown = samples.withUnsafeMutableBufferPointer { target in
            ContainerReader.copy(
                AVSampleFormat(frame.pointee.format), planes, channels: channels, count: count, into: target)
        }
        guard isKnown else {
            throw DecodingFailure(
                .unsupported, .recording, detail: "sample format \(frame.pointee.format)")
        }
        return Block(samples: samples, channels: channels, sampleRate: rate)
    }

    /// Any of the library's sample formats → −1…1, interleaved.
    private static func copy(
        _ format: AVSampleFormat, _ planes: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>,
        channels: Int, count: Int, into target: UnsafeMutableBufferPointer<Float>
    ) -> Bool {
        func fill<Sample>(_ type: Sample.Type, planar: Bool, _ value: (Sample) -> Float) -> Bool {
            for channel in 0..<channels {
                guard let plane = planes[planar ? channel : 0] else { return false }
                plane.withMemoryRebound(to: type, capacity: planar ? count : count * channels) { sound in
                    for index in 0..<count {
                        target[index * channels + channel] = value(
                            sound[planar ? index : index * channels + channel])
                    }
                }
            }
            return true
        }
        switch format {
        case AV_SAMPLE_FMT_U8, AV_SAMPLE_FMT_U8P:
            return fill(UInt8.self, planar: format == AV_SAMPLE_FMT_U8P) { (Float($0) - 128) / 128 }
        case AV_SAMPLE_FMT_S16, AV_SAMPLE_FMT_S16P:
            return fill(Int16.self, planar: format == AV_SAMPLE_FMT_S16P) { Float($0) / 32_768 }
        case AV_SAMPLE_FMT_S32, AV_SAMPLE_FMT_S32P:
            return fill(Int32.self, planar: format == AV_SAMPLE_FMT_S32P) { Float($0) / 2_147_483_648 }
        case AV_SAMPLE_FMT_FLT, AV_SAMPLE_FMT_FLTP:
            return fill(Float.self, planar: format == AV_SAMPLE_FMT_FLTP) { $0 }
        case AV_SAMPLE_FMT_DBL, AV_SAMPLE_FMT_DBLP:
            return fill(Double.self, planar: format == AV_SAMPLE_FMT_DBLP) { Float($0) }
        default: return false
        }
    }

    private static func demuxer(_ signature: MediaSignature) -> String {
        switch signature {
        case .mpeg4: "mov"
        case .matroska: "matroska"
        case .aac: "aac"
        case .amr: "amr"
        default: ""
        }
    }
}

/// What the library gave and must get back, in the order of its making.
private struct Owned {
    let source: Unmanaged<MemoryFile>
    var input: UnsafeMutablePointer<AVIOContext>?
    var container: UnsafeMutablePointer<AVFormatContext>?
    var decoder: UnsafeMutablePointer<AVCodecContext>?

    private static let bufferBytes: Int32 = 32_768

    /// What phones and browsers put into these containers.
    private static let decoders: [AVCodecID] = [
        AV_CODEC_ID_AAC, AV_CODEC_ID_MP3, AV_CODEC_ID_ALAC, AV_CODEC_ID_OPUS, AV_CODEC_ID_VORBIS,
        AV_CODEC_ID_FLAC, AV_CODEC_ID_AMR_NB, AV_CODEC_ID_AMR_WB, AV_CODEC_ID_PCM_S16LE,
        AV_CODEC_ID_PCM_S16BE, AV_CODEC_ID_PCM_F32LE,
    ]

    mutating func open(_ demuxer: UnsafePointer<AVInputFormat>) throws(DecodingFailure) {
        guard let buffer = av_malloc(Int(Self.bufferBytes)) else { throw Self.corrupt("no memory") }
        input = avio_alloc_context(
            buffer.assumingMemoryBound(to: UInt8.self), Self.bufferBytes, 0, source.toOpaque(),
            { MemoryFile.of($0)?.read(into: $1, count: $2) ?? cav_end_of_file }, nil,
            { MemoryFile.of($0)?.seek($1, $2) ?? -1 })
        container = avformat_alloc_context()
        guard let input, container != nil else { throw Self.corrupt("no memory") }
        container?.pointee.pb = input
        container?.pointee.flags |= AVFMT_FLAG_CUSTOM_IO
        // Playlists and external references stay unopened.
        container?.pointee.io_open = { _, _, _, _, _ in cav_not_allowed }
        // Frees the container on failure.
        let status = avformat_open_input(&container, nil, demuxer, nil)
        guard status >= 0 else { throw Self.corrupt("libavformat: \(Self.message(status))") }
    }

    /// - Returns: the number of the first sound track, its decoder opened, all others switched off.
    mutating func openTrack() throws(DecodingFailure) -> Int32 {
        guard let container, let streams = container.pointee.streams, container.pointee.nb_streams > 0 else {
            throw Self.corrupt("no track")
        }
        var track: Int32?
        for index in 0..<Int(container.pointee.nb_streams) {
            guard let stream = streams[index] else { continue }
            if track == nil, stream.pointee.codecpar.pointee.codec_type == AVMEDIA_TYPE_AUDIO {
                track = Int32(index)
            } else {
                stream.pointee.discard = AVDISCARD_ALL
            }
        }
        guard let track, let stream = streams[Int(track)], let parameters = stream.pointee.codecpar else {
            throw DecodingFailure(.noAudio, .recording, detail: "\(container.pointee.nb_streams) tracks")
        }
        let identifier = parameters.pointee.codec_id
        guard Self.decoders.contains(identifier), let codec = avcodec_find_decoder(identifier) else {
            let name = String(cString: avcodec_get_name(identifier))
            throw DecodingFailure(.unsupported, .recording, detail: "codec \(name)")
        }
        decoder = avcodec_alloc_context3(codec)
        // One thread: the result must not depend on how many there are.
        decoder?.pointee.thread_count = 1
        guard let decoder, avcodec_parameters_to_context(decoder, parameters) >= 0 else {
            throw Self.corrupt("codec parameters")
        }
        // Without it the padding that encoders add at both ends stays in.
        decoder.pointee.pkt_timebase = stream.pointee.time_base
        let status = avcodec_open2(decoder, codec, nil)
        guard status >= 0 else { throw Self.corrupt("libavcodec: \(Self.message(status))") }
        return track
    }

    mutating func close() {
        avcodec_free_context(&decoder)
        avformat_close_input(&container)
        if let input {
            av_free(input.pointee.buffer)
            avio_context_free(&self.input)
        }
        source.release()
    }

    private static func corrupt(_ detail: String) -> DecodingFailure {
        DecodingFailure(.corrupt, .recording, detail: detail)
    }

    private static func message(_ status: Int32) -> String {
        var text = [CChar](repeating: 0, count: 128)
        av_strerror(status, &text, text.count)
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// Bytes with a place to read from, as the library's callbacks want them.
private final class MemoryFile {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    static func of(_ user: UnsafeMutableRawPointer?) -> MemoryFile? {
        user.map { Unmanaged<MemoryFile>.fromOpaque($0).takeUnretainedValue() }
    }

    func read(into target: UnsafeMutablePointer<UInt8>?, count: Int32) -> Int32 {
        let share = min(max(0, Int(count)), bytes.count - place)
        guard let target, share > 0 else { return cav_end_of_file }
        bytes.withUnsafeBufferPointer { source in
            if let start = source.baseAddress { target.update(from: start + place, count: share) }
        }
        place += share
        return Int32(share)
    }

    func seek(_ offset: Int64, _ whence: Int32) -> Int64 {
        if whence & cav_whence_size != 0 { return Int64(bytes.count) }
        let base: Int
        switch whence & 0xFF {
        case 0: base = 0
        case 1: base = place
        case 2: base = bytes.count
        default: return -1
        }
        let (target, overflow) = base.addingReportingOverflow(Int(offset))
        guard !overflow, 0...bytes.count ~= target else { return -1 }
        place = target
        return Int64(place)
    }
}
