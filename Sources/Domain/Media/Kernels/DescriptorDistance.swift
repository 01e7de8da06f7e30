/// Squared distance of two descriptors of 128 bytes.
public enum DescriptorDistance {
    /// Bytes of a descriptor, and of a block that is taken at once.
    @usableFromInline static let bytes = 128
    @usableFromInline static let block = 16

    @inlinable
    @inline(__always)
    public static func squared(_ first: UnsafePointer<UInt8>, _ second: UnsafePointer<UInt8>) -> Int32 {
        var sums = SIMD4<Int32>.zero
        for start in stride(from: 0, to: bytes, by: block) { sums &+= squares(first, second, from: start) }
        return sums.wrappedSum()
    }

    /// Nil as soon as it is known to be more than `bound`.
    @inlinable
    @inline(__always)
    public static func squared(
        _ first: UnsafePointer<UInt8>, _ second: UnsafePointer<UInt8>, upTo bound: Int32
    ) -> Int32? {
        var sums = SIMD4<Int32>.zero
        for start in stride(from: 0, to: bytes, by: 2 * block) {
            sums &+= squares(first, second, from: start)
            sums &+= squares(first, second, from: start + block)
            if sums.wrappedSum() > bound { return nil }
        }
        return sums.wrappedSum()
    }

    /// Squared differences of one block, in four sums. Bytes are taken apart into even and odd ones, not widened in
    /// their order: the sum of squares does not ask for it.
    @inlinable
    @inline(__always)
    static func squares(
        _ first: UnsafePointer<UInt8>, _ second: UnsafePointer<UInt8>, from start: Int
    ) -> SIMD4<Int32> {
        let one = UnsafeRawPointer(first).loadUnaligned(fromByteOffset: start, as: SIMD8<UInt16>.self)
        let other = UnsafeRawPointer(second).loadUnaligned(fromByteOffset: start, as: SIMD8<UInt16>.self)
        return pairs((one & 0xFF) &- (other & 0xFF)) &+ pairs((one &>> 8) &- (other &>> 8))
    }

    /// Squares of eight numbers, neighbours added: one instruction of most processors, when it is written so.
    @inlinable
    @inline(__always)
    static func pairs(_ differences: SIMD8<UInt16>) -> SIMD4<Int32> {
        let wide = SIMD8<Int32>(truncatingIfNeeded: SIMD8<Int16>(truncatingIfNeeded: differences))
        let squares = wide &* wide
        return squares.evenHalf &+ squares.oddHalf
    }
}
