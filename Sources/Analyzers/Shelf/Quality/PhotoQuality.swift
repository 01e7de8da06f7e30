public import Evidence
public import Media

/// Whether a photo can be judged at all, before any catalogue is asked. Refuses only what nobody could judge.
public enum PhotoQuality {
    /// Codes of the contract; the order is the order of the answer.
    enum Reason: String, CaseIterable {
        case dark
        case overExposed = "over-exposed"
        case glare
        case blurred
        case tooFar = "too-far"
        case cutOff = "cut-off"
        case notAShelf = "not-a-shelf"

        /// What to do, for whoever took the photo.
        var advice: String {
            switch self {
            case .dark: "照片太暗，请打开灯光后重新拍摄。Too dark: please turn on the lights and take it again."
            case .overExposed: "照片过曝，请避开强光后重新拍摄。Over-exposed: please avoid strong light and take it again."
            case .glare: "照片有大片反光，请换个角度重新拍摄。Glare: please take it again from another angle."
            case .blurred: "照片模糊，请拿稳手机、对焦清楚后重新拍摄。Blurred: please hold still, focus and take it again."
            case .tooFar: "离货架太远，请走近一些重新拍摄。Too far: please step closer and take it again."
            case .cutOff: "照片太小或货架被裁切，请拍下完整货架。Cut off: please show the whole shelf."
            case .notAShelf: "照片中没有看到货架，请对准货架重新拍摄。No shelf found: please point at the shelf."
            }
        }
    }

    /// Limits lie between the usable and the bad photos of the development set, nearer to the bad ones.
    private enum Limit {
        static let darkMean = 30.0
        static let darkHighlights = 75.0
        static let clipped = 0.14
        static let clippedCells = 0.10
        static let sharpness = 0.27
        static let farArea = 0.36
        static let farDetail = 0.14
        static let board = 0.70
        static let leastSide = 120
    }

    /// At most a quarter of a second for any size, on one core.
    public static func assess(_ photo: Raster) -> ShelfFindings.Quality {
        let measures = PhotoMeasures(photo)
        var reasons = Set<Reason>()
        if measures.meanLuma < Limit.darkMean || measures.brightest < Limit.darkHighlights {
            reasons.insert(.dark)
        }
        if measures.clippedCells > Limit.clippedCells { reasons.insert(.glare) }
        if measures.clipped > Limit.clipped { reasons.insert(.overExposed) }
        // On a dark or burnt-out photo edges say little about focus and content.
        if reasons.isEmpty {
            if measures.sharpness < Limit.sharpness { reasons.insert(.blurred) }
            if isFar(measures) { reasons.insert(.tooFar) }
            if showsNoShelf(measures) { reasons.insert(.notAShelf) }
        }
        if min(photo.width, photo.height) < Limit.leastSide { reasons.insert(.cutOff) }
        let ordered = Reason.allCases.filter { reasons.contains($0) }
        return ShelfFindings.Quality(
            usable: ordered.isEmpty, reasons: ordered.map(\.rawValue), advice: ordered.map(\.advice),
            measures: measures.named)
    }

    private static func isFar(_ measures: PhotoMeasures) -> Bool {
        measures.detailArea < Limit.farArea && measures.detail < Limit.farDetail
    }

    /// A shelf has a board across the photo and packs with upright sides. Without a board, one more sign must be
    /// missing too: boards can be hidden behind goods.
    private static func showsNoShelf(_ measures: PhotoMeasures) -> Bool {
        guard measures.board < Limit.board else { return measures.detail < 0.02 }
        return measures.upright < 0.40 || measures.sides < 0.12 || measures.detail < 0.30
    }
}
