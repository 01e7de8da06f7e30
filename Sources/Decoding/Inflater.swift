internal import CZlib

/// Unpacks a stream of zlib's (RFC 1950) piece by piece.
struct Inflater: ~Copyable {
    /// On the heap, because the library remembers where it lies.
    private let stream: UnsafeMutablePointer<z_stream>
    private var room = [UInt8](repeating: 0, count: 1 << 16)
    /// The stream ended, or cannot be gone on with.
    private(set) var isOver = false

    init?() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard inflateInit_(stream, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            stream.deallocate()
            return nil
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// - Parameter take: gets what comes out; says whether to go on.
    mutating func unpack(
        _ packed: UnsafeBufferPointer<UInt8>, _ take: (UnsafeBufferPointer<UInt8>) -> Bool
    ) {
        // The library never writes through this pointer.
        stream.pointee.next_in = UnsafeMutablePointer(mutating: packed.baseAddress)
        stream.pointee.avail_in = UInt32(clamping: packed.count)
        repeat {
            let capacity = room.count
            let (status, count) = room.withUnsafeMutableBufferPointer { target in
                stream.pointee.next_out = target.baseAddress
                stream.pointee.avail_out = UInt32(capacity)
                return (inflate(stream, Z_NO_FLUSH), capacity - Int(stream.pointee.avail_out))
            }
            let goesOn = room.withUnsafeBufferPointer { take(UnsafeBufferPointer(rebasing: $0[..<count])) }
            // All input is used up and nothing more comes out: the next piece is waited for.
            if status == Z_BUF_ERROR { return }
            isOver = status != Z_OK || !goesOn
        } while !isOver && (stream.pointee.avail_in > 0 || stream.pointee.avail_out == 0)
    }
}
