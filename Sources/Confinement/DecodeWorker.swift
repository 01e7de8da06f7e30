public import Decoding
import Glibc
import Media

/// The confined side: waits for files in shared memory and lays what they hold beside them. Ends when its owner does.
///
/// Descriptor 0 is the connection, 3 the files' memory, 4 the memory for what they hold.
public struct DecodeWorker {
    enum Descriptor {
        static let connection: Int32 = 0
        static let files: Int32 = 3
        static let contents: Int32 = 4
    }

    /// Beyond what is mapped at the beginning: a progressive JPEG of 100 megapixels takes 600 MB.
    public static let standardMemoryBytes = 1 << 30

    private let decoder: MediaDecoder
    private let memoryBytes: Int

    /// - Parameter decoder: made, with every library it needs, before the process is confined.
    public init(decoder: MediaDecoder, memoryBytes: Int = Self.standardMemoryBytes) {
        self.decoder = decoder
        self.memoryBytes = memoryBytes
    }

    /// Returns when nobody is at the other end any more.
    /// - Throws: where this process was not started by a `ConfinedDecoder`.
    public func run() throws(ConfinementError) {
        let files = try SharedMemory(inherited: Descriptor.files, writable: false)
        let contents = try SharedMemory(inherited: Descriptor.contents, writable: true)
        // Stopping a service stops its owner, which finishes what it began.
        for number in [SIGTERM, SIGINT, SIGHUP] { signal(number, SIG_IGN) }
        MemoryShortage.reportAtCrash()
        MediaDecoder.loadLibraries()
        Kernel.keepHeap()
        let socket = MessageSocket(descriptor: Descriptor.connection)
        do throws(MessageSocket.Problem) {
            try socket.send(Greeting(unconfined: confine()))
            while true {
                let request = try socket.receive(DecodeRequest.self)
                if case .openArchive = request.wish {
                    return try unpack(request.byteCount, files, contents, for: socket)
                }
                try socket.send(reply(to: request, files, contents))
            }
        } catch {
            return
        }
    }

    /// - Returns: what is missing.
    private func confine() -> String? {
        do throws(ConfinementError) {
            try Confinement.enter(memoryBytes: memoryBytes)
            return nil
        } catch {
            return error.description
        }
    }

    /// Unpacks an archive entry by entry, where it lies, until nobody asks any more.
    private func unpack(
        _ byteCount: Int, _ files: SharedMemory, _ contents: SharedMemory, for socket: MessageSocket
    ) throws(MessageSocket.Problem) {
        let file = files.bytes.bindMemory(to: UInt8.self).prefix(max(0, byteCount))
        var reader: ArchiveReader
        do throws(DecodingFailure) {
            reader = try ArchiveReader(UnsafeBufferPointer(rebasing: file), limits: decoder.limits.archive)
        } catch {
            return try socket.send(DecodeReply.refused(error))
        }
        try socket.send(Self.answer { () throws(DecodingFailure) in .opened(try reader.entries()) })
        while true {
            let wish = try socket.receive(DecodeRequest.self).wish
            try socket.send(
                Self.answer { () throws(DecodingFailure) in
                    try Self.reply(to: wish, from: &reader, contents.bytes)
                })
        }
    }

    private static func reply(
        to wish: DecodeRequest.Wish, from reader: inout ArchiveReader, _ memory: UnsafeMutableRawBufferPointer
    ) throws(DecodingFailure) -> DecodeReply {
        switch wish {
        case .entry(let index, let most):
            let place = UnsafeMutableRawBufferPointer(rebasing: memory.prefix(max(0, most)))
            return .unpacked(byteCount: try reader.unpack(index, into: place))
        case .entryText(let index):
            var text = try reader.text(index)
            text.withUTF8 { memory.copyMemory(from: UnsafeRawBufferPointer($0)) }
            return .unpacked(byteCount: text.utf8.count)
        default: throw DecodingFailure(.wrongKind, .archive, detail: "an archive is open")
        }
    }

    private static func answer(_ body: () throws(DecodingFailure) -> DecodeReply) -> DecodeReply {
        do throws(DecodingFailure) { return try body() } catch { return .refused(error) }
    }

    private func reply(
        to request: DecodeRequest, _ files: SharedMemory, _ contents: SharedMemory
    ) -> DecodeReply {
        let bytes = [UInt8](files.bytes.prefix(max(0, request.byteCount)))
        do throws(DecodingFailure) {
            switch request.wish {
            case .picture:
                let laid = try decoder.picture(bytes, into: contents.bytes.bindMemory(to: UInt8.self))
                return .picture(width: laid.width, height: laid.height, FactsMessage(laid.facts))
            case .recording:
                let (recording, facts) = try decoder.recording(bytes)
                guard recording.samples.count * MemoryLayout<Float>.stride <= contents.count else {
                    throw DecodingFailure(.tooLarge, .recording, detail: "\(recording.samples.count) samples")
                }
                recording.samples.withUnsafeBytes { contents.bytes.copyMemory(from: $0) }
                return .recording(sampleCount: recording.samples.count, FactsMessage(facts))
            case .facts: return .facts(decoder.facts(of: bytes).map { FactsMessage($0) })
            case .archive: return .archive(try decoder.archive(bytes))
            case .openArchive, .entry, .entryText:
                throw DecodingFailure(.wrongKind, .archive, detail: "no archive is open")
            case .examination(let subject):
                let found = try decoder.examine(bytes, as: subject)
                return .examination(FactsMessage(found.facts), found.corners)
            }
        } catch {
            return .refused(error)
        }
    }
}

/// Tells a crash for want of memory from any other.
enum MemoryShortage {
    /// The exit status of a process that crashed when hardly any memory was left to it.
    static let exitStatus: Int32 = 71

    private static let leastBytes = 64 << 20

    /// Crashes go on as they would, unless memory is short.
    static func reportAtCrash() {
        for number in [SIGABRT, SIGILL, SIGTRAP, SIGSEGV, SIGBUS] {
            signal(number) { number in
                let probe = mmap(
                    nil, MemoryShortage.leastBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0
                )
                if probe == MAP_FAILED { _exit(MemoryShortage.exitStatus) }
                signal(number, SIG_DFL)
                raise(number)
            }
        }
    }
}
