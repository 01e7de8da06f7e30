import Media

/// How much contrast a photo has to give: on a dim or hazy one the same print is fainter, and so may its features be.
enum PhotoContrast {
    /// Of photos in good light, from the dark to the bright fiftieth of their pixels.
    private static let full: Float = 170
    /// Below this share the noise of a camera is as strong as the print.
    private static let least: Float = 0.4

    /// The least contrast of a feature, in 0…255: in good light the detector's usual one.
    static func threshold(on luma: Plane) -> Float {
        var histogram = [Int](repeating: 0, count: 256)
        for value in luma.samples { histogram[max(0, min(255, Int(value)))] += 1 }
        let tail = luma.samples.count / 50
        var (dark, bright, below, above) = (0, 255, histogram[0], histogram[255])
        while dark < 255, below <= tail {
            dark += 1
            below += histogram[dark]
        }
        while bright > dark, above <= tail {
            bright -= 1
            above += histogram[bright]
        }
        return FeatureDetector.usualContrast * max(least, min(1, Float(bright - dark) / full))
    }
}
