import AnalyzerKit
import Evidence
import Media

/// Many small pictures read as a few pages: the reader's detector always works on a whole page, however little is on
/// it.
struct TextPages {
    /// What the reader works on without scaling (its detector's side).
    static let side = 960
    /// Keeps lines of neighbours apart.
    private static let margin = 20

    private struct Place {
        var page: Int
        var x: Int
        var y: Int
    }

    private var places: [Place] = []
    private var pictures: [Raster]
    private var pages = 0

    /// A picture larger than a page is cut off at its border.
    init(_ pictures: [Raster]) {
        self.pictures = pictures
        var (x, y, lineHeight) = (TextPages.margin, TextPages.margin, 0)
        for picture in pictures {
            if x + picture.width + TextPages.margin > TextPages.side {
                (x, y, lineHeight) = (TextPages.margin, y + lineHeight + TextPages.margin, 0)
            }
            if pages == 0 || y + picture.height + TextPages.margin > TextPages.side {
                pages += 1
                (x, y, lineHeight) = (TextPages.margin, TextPages.margin, 0)
            }
            places.append(Place(page: pages - 1, x: x, y: y))
            x += picture.width + TextPages.margin
            lineHeight = max(lineHeight, picture.height)
        }
    }

    /// The lines of each picture, in its own pixels.
    func lines(_ reader: any TextReader) async throws(AnalysisError) -> [[TextLine]] {
        var found = [[TextLine]](repeating: [], count: pictures.count)
        for page in 0..<pages {
            for line in try await reader.read(picture(of: page)) {
                guard let owner = owner(of: line.box, page: page) else { continue }
                let place = places[owner]
                var line = line
                line.box = Box(
                    x0: line.box.x0 - place.x, y0: line.box.y0 - place.y, x1: line.box.x1 - place.x,
                    y1: line.box.y1 - place.y)
                found[owner].append(line)
            }
        }
        return found
    }

    private func picture(of page: Int) -> Raster {
        let side = TextPages.side
        // Mid grey stands out from neither dark nor light pictures.
        var pixels = [UInt8](repeating: 128, count: side * side * 3)
        for (place, picture) in zip(places, pictures) where place.page == page {
            let columns = min(picture.width, side - place.x)
            for row in 0..<min(picture.height, side - place.y) {
                let from = row * picture.width * 3
                let to = ((place.y + row) * side + place.x) * 3
                pixels.replaceSubrange(
                    to..<(to + columns * 3), with: picture.pixels[from..<(from + columns * 3)])
            }
        }
        return Raster(width: side, height: side, pixels: pixels)
    }

    /// The picture that a line's middle lies in. The reader may take a whole tag for a line and reach a little beyond
    /// it; what runs across two pictures belongs to none.
    private func owner(of box: Box, page: Int) -> Int? {
        let reach = TextPages.margin / 2
        let (x, y) = ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
        for (index, place) in places.enumerated() where place.page == page {
            let picture = pictures[index]
            guard (place.x - reach..<place.x + picture.width + reach).contains(x),
                (place.y - reach..<place.y + picture.height + reach).contains(y)
            else { continue }
            return 4 * box.width < 5 * picture.width + 8 * reach ? index : nil
        }
        return nil
    }
}
