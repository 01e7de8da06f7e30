#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Radix-2 complex Fourier transform in place (Cooley and Tukey 1965), tables made once.
struct FourierTransform: Sendable {
    let count: Int
    private let cosines: [Float]
    private let sines: [Float]
    private let swaps: [(Int, Int)]

    /// `count` must be a power of two.
    init(count: Int) {
        precondition(count > 1 && count & (count - 1) == 0, "a power of two")
        self.count = count
        let angles = (0..<count / 2).map { -2 * Float.pi * Float($0) / Float(count) }
        cosines = angles.map { cos($0) }
        sines = angles.map { sin($0) }
        var swaps: [(Int, Int)] = []
        var reversed = 0
        for index in 1..<count {
            var bit = count >> 1
            while reversed & bit != 0 {
                reversed ^= bit
                bit >>= 1
            }
            reversed |= bit
            if index < reversed { swaps.append((index, reversed)) }
        }
        self.swaps = swaps
    }

    /// `real` and `imaginary` hold `count` values each.
    func run(_ real: inout [Float], _ imaginary: inout [Float]) {
        precondition(real.count == count && imaginary.count == count)
        for (one, other) in swaps {
            real.swapAt(one, other)
            imaginary.swapAt(one, other)
        }
        real.withUnsafeMutableBufferPointer { re in
            imaginary.withUnsafeMutableBufferPointer { im in
                cosines.withUnsafeBufferPointer { cosine in
                    sines.withUnsafeBufferPointer { sine in
                        Self.butterflies(re, im, cosine, sine)
                    }
                }
            }
        }
    }

    private static func butterflies(
        _ re: UnsafeMutableBufferPointer<Float>, _ im: UnsafeMutableBufferPointer<Float>,
        _ cosine: UnsafeBufferPointer<Float>, _ sine: UnsafeBufferPointer<Float>
    ) {
        let count = re.count
        var half = 1
        while half < count {
            let stride = count / (2 * half)
            var block = 0
            while block < count {
                for k in 0..<half {
                    let c = cosine[k * stride]
                    let s = sine[k * stride]
                    let low = block + k
                    let high = low + half
                    let r = re[high] * c - im[high] * s
                    let i = re[high] * s + im[high] * c
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

/// Ratio of powers in decibels; the least that is told apart from nothing is −120.
func decibels(_ power: Float) -> Float { power > 1e-12 ? 10 * log10(power) : -120 }

/// The power that so many decibels stand for.
func power(_ decibels: Float) -> Float { pow(10, decibels / 10) }
