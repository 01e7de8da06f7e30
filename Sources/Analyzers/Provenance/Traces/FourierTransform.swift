#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The discrete Fourier transform of square tiles, radix 2.
struct FourierTransform: Sendable {
    let side: Int
    private let cosines: [Float]
    private let sines: [Float]
    private let reversed: [Int]

    /// - Precondition: `side` is a power of two.
    init(side: Int) {
        precondition(side > 1 && side & (side - 1) == 0, "the side is a power of two")
        self.side = side
        cosines = (0..<side / 2).map { Float(cos(2 * .pi * Double($0) / Double(side))) }
        sines = (0..<side / 2).map { Float(-sin(2 * .pi * Double($0) / Double(side))) }
        let bits = side.trailingZeroBitCount
        reversed = (0..<side).map { index in
            (0..<bits).reduce(0) { $0 | (index >> $1 & 1) << (bits - 1 - $1) }
        }
    }

    /// Transforms rows, then columns, in place.
    func transform(_ real: inout [Float], _ imaginary: inout [Float]) {
        real.withUnsafeMutableBufferPointer { re in
            imaginary.withUnsafeMutableBufferPointer { im in
                for row in 0..<side { line(re, im, start: row * side, step: 1) }
                for column in 0..<side { line(re, im, start: column, step: side) }
            }
        }
    }

    private func line(
        _ re: UnsafeMutableBufferPointer<Float>, _ im: UnsafeMutableBufferPointer<Float>, start: Int,
        step: Int
    ) {
        for index in 0..<side where reversed[index] > index {
            re.swapAt(start + index * step, start + reversed[index] * step)
            im.swapAt(start + index * step, start + reversed[index] * step)
        }
        var half = 1
        while half < side {
            let stride = side / (2 * half)
            var block = 0
            while block < side {
                for offset in 0..<half {
                    let (c, s) = (cosines[offset * stride], sines[offset * stride])
                    let low = start + (block + offset) * step
                    let high = low + half * step
                    let (r, i) = (re[high] * c - im[high] * s, re[high] * s + im[high] * c)
                    re[high] = re[low] - r
                    im[high] = im[low] - i
                    re[low] += r
                    im[low] += i
                }
                block += 2 * half
            }
            half *= 2
        }
    }
}
