extension Plane {
    /// The given rows; the range is cut to the plane and never empty.
    public func rows(_ range: Range<Int>) -> Plane {
        let first = min(max(0, range.lowerBound), height - 1)
        let end = min(max(first + 1, range.upperBound), height)
        return Plane(
            width: width, height: end - first, samples: Array(samples[(first * width)..<(end * width)]))
    }
}
