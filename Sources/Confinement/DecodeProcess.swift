import Decoding
import Glibc
import Media

/// The owner's side of one decoding process: its connection and the memory that both see. One caller at a time.
final class DecodeProcess: Sendable {
    /// The longest upload that any server is configured for; pages that no file touches cost nothing.
    static let longestFile = 1 << 30
    /// The half hour that is kept of a recording takes 115 MB, 100 megapixels 300 MB.
    static let mostContents = 512 << 20

    private static let startSeconds = 30

    /// Why the process is not confined, in its own words; nil where it is.
    let unconfined: String?

    private let child: ChildProcess
    private let socket: MessageSocket
    let files: SharedMemory
    let contents: SharedMemory

    /// For tests, which do to a process what an attack or the kernel would.
    var identifier: pid_t { child.identifier }

    init(_ command: [String], environment: [String]) throws(ConfinementError) {
        files = try SharedMemory(count: Self.longestFile, readOnlyElsewhere: true)
        contents = try SharedMemory(count: Self.mostContents, readOnlyElsewhere: false)
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw .kernel("socketpair", errno) }
        socket = MessageSocket(descriptor: ends[0])
        do throws(ConfinementError) {
            child = try Self.start(command, environment, ends[1], files, contents)
            unconfined = try Self.greeting(on: socket, of: child)
        } catch {
            close(ends[0])
            throw error
        }
    }

    /// The child's end is closed here, so that its death is the end of the connection.
    private static func start(
        _ command: [String], _ environment: [String], _ connection: Int32, _ files: SharedMemory,
        _ contents: SharedMemory
    ) throws(ConfinementError) -> ChildProcess {
        defer { close(connection) }
        let nothing = open("/dev/null", O_RDWR | O_CLOEXEC)
        guard nothing >= 0 else { throw .kernel("/dev/null", errno) }
        defer { close(nothing) }
        return try ChildProcess(
            command, environment: environment,
            inherited: [connection, nothing, nothing, files.descriptor, contents.descriptor])
    }

    private static func greeting(
        on socket: MessageSocket, of child: ChildProcess
    ) throws(ConfinementError) -> String? {
        do throws(MessageSocket.Problem) {
            return try socket.receive(Greeting.self, by: .now + .seconds(startSeconds)).unconfined
        } catch {
            throw .noProcess("no greeting: \(child.end())")
        }
    }

    deinit { close(socket.descriptor) }

    /// It waits for a file. One that ended meanwhile, or speaks unasked, costs no file.
    var isReady: Bool { socket.isQuiet }

    /// What became of a question.
    enum Answer {
        case reply(DecodeReply)
        /// The process is gone, and with it the answer.
        case ended(ChildProcess.Ending)
        case late
    }

    /// The file is gone from the shared memory when the process answers: the next one finds nothing of it there.
    /// - Parameter seconds: on the clock; a process that only computes is ended by the kernel as well.
    func ask(_ wish: DecodeRequest.Wish, _ bytes: [UInt8], seconds: Double) -> Answer {
        bytes.withUnsafeBytes { files.bytes.copyMemory(from: $0) }
        let answer = ask(wish, byteCount: bytes.count, seconds: seconds)
        if case .reply = answer { files.wipe(bytes.count) }
        return answer
    }

    /// Asks about the file that lies in the shared memory already, and leaves it there.
    func ask(_ wish: DecodeRequest.Wish, byteCount: Int, seconds: Double) -> Answer {
        do throws(MessageSocket.Problem) {
            try limitProcessor(Int(seconds.rounded(.up)) * 2)
            try socket.send(DecodeRequest(wish: wish, byteCount: byteCount))
            return .reply(try socket.receive(DecodeReply.self, by: .now + .seconds(seconds)))
        } catch {
            let ending = child.end()
            return error == .late ? .late : .ended(ending)
        }
    }

    /// The deadline ends an honest owner's process; this ends one whose owner was killed.
    private func limitProcessor(_ seconds: Int) throws(MessageSocket.Problem) {
        do throws(ConfinementError) { try child.allowProcessor(seconds: seconds) } catch { throw .closed }
    }

    /// Lays a file into the shared memory without a copy of it anywhere else.
    /// - Returns: how long it is.
    func load(_ path: String) throws(ConfinementError) -> Int {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .kernel(path, errno) }
        defer { close(file) }
        var place = 0
        while true {
            let rest = UnsafeMutableRawBufferPointer(rebasing: files.bytes.dropFirst(place))
            guard !rest.isEmpty else { throw .kernel(path, EFBIG) }
            let count = read(file, rest.baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .kernel(path, errno) }
            if count == 0 { return place }
            place += count
        }
    }

    /// The picture of the last reply, moved out of the shared memory; nil where the reply cannot be true.
    func raster(width: Int, height: Int) -> Raster? {
        guard 1...1_000_000 ~= width, 1...1_000_000 ~= height, width * height * 3 <= contents.count else {
            return nil
        }
        return Raster(width: width, height: height, pixels: moved(width * height * 3))
    }

    /// As `raster`, of sound.
    func waveform(sampleCount: Int) -> Waveform? {
        guard sampleCount >= 0, sampleCount <= contents.count / MemoryLayout<Float>.stride else { return nil }
        return Waveform(sampleRate: MediaDecoder.sampleRate, samples: moved(sampleCount))
    }

    /// As `raster`, of what was unpacked.
    func unpacked(byteCount: Int) -> [UInt8]? {
        guard 0...contents.count ~= byteCount else { return nil }
        return moved(byteCount)
    }

    /// Out of reach of the process that laid it there, and of the files that it decodes later.
    private func moved<Sample: BitwiseCopyable>(_ count: Int) -> [Sample] {
        defer { contents.release(count * MemoryLayout<Sample>.stride) }
        return [Sample](unsafeUninitializedCapacity: count) { target, filled in
            let bytes = UnsafeMutableRawBufferPointer(target)
            Kernel.preferLargePages(bytes)
            bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: contents.bytes.prefix(bytes.count)))
            filled = count
        }
    }
}
