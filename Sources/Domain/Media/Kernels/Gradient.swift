extension Plane {
    /// Sum of absolute central differences in x and y, the border 0.
    public func gradientMagnitude() -> Plane {
        var out = Plane(width: width, height: height)
        guard width > 2, height > 2 else { return out }
        samples.withUnsafeBufferPointer { source in
            out.samples.withUnsafeMutableBufferPointer { target in
                for y in 1..<(height - 1) {
                    for x in 1..<(width - 1) {
                        let index = y * width + x
                        target[index] =
                            (abs(source[index + 1] - source[index - 1])
                                + abs(source[index + width] - source[index - width])) * 0.5
                    }
                }
            }
        }
        return out
    }
}
