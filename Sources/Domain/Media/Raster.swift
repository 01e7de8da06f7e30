/// An upright 8-bit RGB picture: interleaved, row by row from the top left, no padding.
public struct Raster: Sendable, Equatable {
    public typealias Colour = (red: UInt8, green: UInt8, blue: UInt8)

    public let width: Int
    public let height: Int
    /// `width * height * 3` samples, sRGB.
    public private(set) var pixels: [UInt8]

    /// - Precondition: `pixels.count == width * height * 3`.
    public init(width: Int, height: Int, pixels: [UInt8]) {
        precondition(
            width > 0 && height > 0 && pixels.count == width * height * 3,
            "a raster holds width × height × 3 samples")
        self.width = width
        self.height = height
        self.pixels = pixels
    }

    /// One colour everywhere.
    public init(width: Int, height: Int, red: UInt8, green: UInt8, blue: UInt8) {
        var pixels = [UInt8](repeating: red, count: width * height * 3)
        for index in 0..<(width * height) {
            pixels[index * 3 + 1] = green
            pixels[index * 3 + 2] = blue
        }
        self.init(width: width, height: height, pixels: pixels)
    }

    /// Changes samples in place.
    public mutating func withMutablePixels(_ body: (UnsafeMutableBufferPointer<UInt8>) -> Void) {
        pixels.withUnsafeMutableBufferPointer { body($0) }
    }

    public subscript(x: Int, y: Int) -> Colour {
        get {
            let index = (y * width + x) * 3
            return (pixels[index], pixels[index + 1], pixels[index + 2])
        }
        set {
            let index = (y * width + x) * 3
            pixels[index] = newValue.red
            pixels[index + 1] = newValue.green
            pixels[index + 2] = newValue.blue
        }
    }
}

/// A single-channel picture of float samples, row by row from the top left.
public struct Plane: Sendable, Equatable {
    public let width: Int
    public let height: Int
    public var samples: [Float]

    /// - Precondition: `samples.count == width * height`.
    public init(width: Int, height: Int, samples: [Float]) {
        precondition(samples.count == width * height, "a plane holds width × height samples")
        self.width = width
        self.height = height
        self.samples = samples
    }

    public init(width: Int, height: Int, repeating value: Float = 0) {
        self.init(width: width, height: height, samples: [Float](repeating: value, count: width * height))
    }
}
