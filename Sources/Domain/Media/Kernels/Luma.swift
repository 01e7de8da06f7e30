extension Raster {
    /// ITU-R BT.601 luma, 0…255.
    public func luma() -> Plane {
        var samples = [Float](repeating: 0, count: width * height)
        pixels.withUnsafeBufferPointer { source in
            samples.withUnsafeMutableBufferPointer { target in
                for index in 0..<(width * height) {
                    target[index] =
                        0.299 * Float(source[index * 3]) + 0.587 * Float(source[index * 3 + 1]) + 0.114
                        * Float(source[index * 3 + 2])
                }
            }
        }
        return Plane(width: width, height: height, samples: samples)
    }
}
