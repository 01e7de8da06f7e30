public import Decoding
import Dispatch
import Glibc
public import Media
import Synchronization

/// Decodes in processes that can do nothing but decode. What a file does to one of them, it does to no other file: the
/// process is replaced, the file refused.
public final class ConfinedDecoder: MediaDecoding, ArchiveOpening {
    public struct Settings: Sendable {
        /// Program and arguments of the decoding process, which runs a `DecodeWorker`.
        public var command: [String]
        /// All that it finds in its environment, as `NAME=value`.
        public var environment: [String] = []
        /// As many files are decoded at the same time.
        public var processes = 2
        /// Keep processes ready, before they are needed and instead of those that ended.
        public var keepsWarm = false
        /// Go on where the kernel cannot confine a process.
        public var allowsUnconfined = false
        /// On the clock; the slowest honest file takes a third of it on two old cores.
        public var pictureSeconds = 30.0
        public var recordingSeconds = 180.0
        /// Of one entry of an archive, and of its directory.
        public var archiveSeconds = 30.0
        /// A process that decoded so many files is replaced.
        public var filesPerProcess = 100

        public init(command: [String]) { self.command = command }
    }

    private struct Pool {
        var ready: [Seat] = []
    }

    /// A process and how many files it has seen.
    private struct Seat {
        var process: DecodeProcess
        var files = 0
    }

    /// The memory that such a file lay in goes with its process: its seal keeps single pages from being given back.
    private static let longFile = 64 << 20

    private let settings: Settings
    private let pool = Mutex(Pool())
    private let places: DispatchSemaphore

    public init(_ settings: Settings) {
        self.settings = settings
        places = DispatchSemaphore(value: settings.processes)
    }

    /// Starts all processes and sees that they are confined.
    /// - Returns: why they are not, where that was allowed.
    @discardableResult
    public func start() throws(ConfinementError) -> String? {
        var unconfined: String?
        for _ in 0..<settings.processes {
            let seat = try newSeat()
            unconfined = unconfined ?? seat.process.unconfined
            keep(seat)
        }
        return unconfined
    }

    /// Of the processes that wait for files, for tests.
    var readyProcesses: [Int32] { pool.withLock { $0.ready.map(\.process.identifier) } }

    // MARK: MediaDecoding

    public func picture(_ bytes: [UInt8]) throws(DecodingFailure) -> (Raster, MediaFacts) {
        try ask(.picture, bytes, .picture) { process, reply in
            guard case .picture(let width, let height, let message) = reply, let facts = message.checked,
                let raster = process.raster(width: width, height: height)
            else { return nil }
            return (raster, facts)
        }
    }

    public func recording(_ bytes: [UInt8]) throws(DecodingFailure) -> (Waveform, MediaFacts) {
        try ask(.recording, bytes, .recording) { process, reply in
            guard case .recording(let count, let message) = reply, let facts = message.checked,
                let waveform = process.waveform(sampleCount: count)
            else { return nil }
            return (waveform, facts)
        }
    }

    public func facts(of bytes: [UInt8]) throws(DecodingFailure) -> MediaFacts? {
        try ask(.facts, bytes, .picture) { _, reply -> MediaFacts?? in
            guard case .facts(let message) = reply else { return nil }
            guard let message else { return .some(nil) }
            return message.checked.map { .some($0) }
        }
    }

    public func examine(
        _ bytes: [UInt8], as subject: DecodingFailure.Subject
    ) throws(DecodingFailure) -> Examination {
        try ask(.examination(subject), bytes, subject) { _, reply in
            guard case .examination(let message, let corners) = reply, let facts = message.checked else {
                return nil
            }
            return Examination(facts: facts, corners: corners)
        }
    }

    public func archive(_ bytes: [UInt8]) throws(DecodingFailure) -> ArchiveListing {
        try ask(.archive, bytes, .archive) { _, reply in
            guard case .archive(let listing) = reply else { return nil }
            return listing
        }
    }

    /// Takes a process for this archive alone, beside those that decode: none of them waits for it. It ends with the
    /// archive.
    public func openArchive(at path: String) throws(DecodingFailure) -> any OpenArchive {
        let seat: Seat
        do throws(ConfinementError) { seat = try readySeat() } catch {
            throw DecodingFailure(.decoderUnavailable, .archive, detail: error.description)
        }
        replace()
        return try ConfinedArchive(seat.process, path: path, seconds: settings.archiveSeconds)
    }

    // MARK: One question

    /// - Parameter read: takes the answer apart; nil where it is no answer to the question.
    private func ask<Answer>(
        _ wish: DecodeRequest.Wish, _ bytes: [UInt8], _ subject: DecodingFailure.Subject,
        _ read: (DecodeProcess, DecodeReply) -> Answer?
    ) throws(DecodingFailure) -> Answer {
        guard bytes.count <= DecodeProcess.longestFile else {
            throw DecodingFailure(.tooLarge, subject, detail: "\(bytes.count) bytes")
        }
        places.wait()
        defer { places.signal() }
        var seat: Seat
        do throws(ConfinementError) { seat = try readySeat() } catch {
            throw DecodingFailure(.decoderUnavailable, subject, detail: error.description)
        }
        let seconds = subject == .picture ? settings.pictureSeconds : settings.recordingSeconds
        switch seat.process.ask(wish, bytes, seconds: seconds) {
        case .reply(.refused(let failure)):
            // Damaged files are what attacks look like: whoever had one in hand gets no other.
            replace()
            throw failure.checked
        case .reply(let reply):
            guard let answer = read(seat.process, reply) else {
                replace()
                throw DecodingFailure(.decoderCrashed, subject, detail: "an answer that cannot be true")
            }
            seat.files += 1
            let keepsSeat = seat.files < settings.filesPerProcess && bytes.count < Self.longFile
            if keepsSeat { keep(seat) } else { replace() }
            return answer
        case .late:
            replace()
            throw DecodingFailure(.decoderTimedOut, subject, detail: "no answer within \(seconds) s")
        case .ended(let ending):
            replace()
            throw DecodingFailure(Self.code(of: ending), subject, detail: "the process ended: \(ending)")
        }
    }

    static func code(of ending: ChildProcess.Ending) -> DecodingFailure.Code {
        switch ending {
        case .exit(MemoryShortage.exitStatus): .decoderOutOfMemory
        case .signal(SIGXCPU): .decoderTimedOut
        default: .decoderCrashed
        }
    }

    // MARK: Processes

    private func readySeat() throws(ConfinementError) -> Seat {
        while let seat = pool.withLock({ $0.ready.popLast() }) {
            if seat.process.isReady { return seat }
            replace()
        }
        return try newSeat()
    }

    private func newSeat() throws(ConfinementError) -> Seat {
        let process = try DecodeProcess(settings.command, environment: settings.environment)
        if let reason = process.unconfined, !settings.allowsUnconfined { throw .unconfined(reason) }
        return Seat(process: process)
    }

    private func keep(_ seat: Seat) {
        pool.withLock { if $0.ready.count < settings.processes { $0.ready.append(seat) } }
    }

    /// A new process instead of the one that its last file may have harmed. Where none can be had, the next file says so.
    private func replace() {
        guard settings.keepsWarm else { return }
        DispatchQueue.global().async { [weak self] in
            guard let self else { return }
            do throws(ConfinementError) { self.keep(try self.newSeat()) } catch {}
        }
    }
}
