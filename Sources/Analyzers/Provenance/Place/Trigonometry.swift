#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Single-precision functions, in one place because only the C library has them.
func sine(_ radians: Float) -> Float { sin(radians) }
func cosine(_ radians: Float) -> Float { cos(radians) }
func logarithm(_ value: Float) -> Float { log(value) }
func exponential(_ value: Float) -> Float { exp(value) }
