public import Evidence
public import Media

/// Why a part of a photo cannot become a picture of its product.
public struct TemplateRefusal: Error, Sendable, Equatable {
    public enum Code: String, Sendable {
        case outsidePhoto
        case tooSmall
        case blurred
        case plain
    }
    public var code: Code
    public var chinese: String
    public var english: String
}

/// Cuts a confirmed facing out of a photo, to be matched like a pack shot from then on.
public enum TemplateCut {
    /// - Parameter box: the whole facing, in pixels of the upright photo.
    /// - Throws: what makes the picture useless: a teacher that misleads is worse than none.
    public static func cut(_ box: Box, from photo: Raster) throws(TemplateRefusal) -> Raster {
        let inside = box.intersection(Box(x0: 0, y0: 0, x1: photo.width, y1: photo.height))
        guard inside == box else {
            throw TemplateRefusal(
                code: .outsidePhoto, chinese: "框超出照片（\(photo.width)×\(photo.height)），请框住完整的商品",
                english: "the box reaches beyond the photo (\(photo.width) × \(photo.height))")
        }
        let part = photo.cropped(x0: box.x0, y0: box.y0, x1: box.x1, y1: box.y1)
        for problem in CatalogueReview.problems(of: part, sku: SKU("template")) {
            let code: TemplateRefusal.Code? =
                switch problem.code {
                case .tooSmall: .tooSmall
                case .blurred: .blurred
                case .plain: .plain
                default: nil
                }
            if let code {
                throw TemplateRefusal(code: code, chinese: problem.chinese, english: problem.english)
            }
        }
        return part
    }
}
