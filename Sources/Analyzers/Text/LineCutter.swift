import Media

/// Cuts lines out of a picture, laid straight and scaled to the recogniser's height, and sorts them into batches.
struct LineCutter: Sendable {
    let settings: TextReaderSettings

    /// At the model's height, before padding.
    func width(_ place: Quadrilateral) -> Int {
        var (long, high) = (max(1, place.width.rounded(.down)), max(1, place.height.rounded(.down)))
        if LineCutter.isUpright(place) { swap(&long, &high) }
        let wanted = (Float(settings.lineHeight) * long / high).rounded(.up)
        return max(1, min(settings.widestLine, Int(min(wanted, Float(settings.widestLine)))))
    }

    /// Print that runs from the top to the bottom, or one character above the other.
    static func isUpright(_ place: Quadrilateral) -> Bool {
        max(1, place.height.rounded(.down)) / max(1, place.width.rounded(.down)) >= 1.5
    }

    /// - Parameter isOnItsHead: whether the print is to be turned by half a turn.
    func crop(_ place: Quadrilateral, width: Int, in picture: Raster, isOnItsHead: Bool = false) -> Raster {
        let straight = picture.straightened(place)
        let lying = LineCutter.isUpright(place) ? straight.turned(orientation: 8) : straight
        return (isOnItsHead ? lying.turned(orientation: 3) : lying).resized(
            width: width, height: settings.lineHeight)
    }

    func padded(_ width: Int) -> Int {
        let step = width > settings.longLine ? settings.longWidthStep : settings.widthStep
        return (width + step - 1) / step * step
    }

    /// Indices of lines that are padded to the same width, the widest first.
    func batches(_ widths: [Int]) -> [[Int]] {
        let order = widths.indices.sorted { widths[$0] != widths[$1] ? widths[$0] > widths[$1] : $0 < $1 }
        var batches: [[Int]] = []
        for index in order {
            if let last = batches.last, last.count < settings.batch,
                padded(widths[last[0]]) == padded(widths[index])
            {
                batches[batches.count - 1].append(index)
            } else {
                batches.append([index])
            }
        }
        return batches
    }
}
