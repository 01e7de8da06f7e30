import Evidence
import Media
import Testing

@testable import Shelf

struct LayoutTests {
    private func board(_ count: Int, x: Float = 20, bottom: Float, slope: Float = 0, height: Float = 100)
        -> [Frame]
    {
        (0..<count).map { index in
            let left = x + Float(index) * 80
            let floor = bottom + slope * (left + 35)
            return Frame(x0: left, y0: floor - height, x1: left + 70, y1: floor)
        }
    }

    @Test func `leaning rows are told apart`() {
        let frames =
            board(12, bottom: 150, slope: 0.05) + board(12, bottom: 290, slope: 0.02)
            + board(12, bottom: 430, slope: -0.02, height: 60)
        let rows = RowGrouping(frames, photoWidth: 1000, photoHeight: 500).rows()
        #expect(rows.map(\.members.count) == [12, 12, 12])
        #expect(rows.map { $0.members.sorted() } == [Array(0..<12), Array(12..<24), Array(24..<36)])
    }

    @Test func `a board without goods shows as a row`() {
        let frames =
            board(6, bottom: 150) + board(6, bottom: 280) + board(6, bottom: 540) + board(6, bottom: 670)
        let rows = RowGrouping(frames, photoWidth: 600, photoHeight: 700).rows()
        #expect(rows.map(\.members.count) == [6, 6, 0, 6, 6])
    }

    @Test func `no facings, no rows`() {
        #expect(RowGrouping([], photoWidth: 10, photoHeight: 10).rows().isEmpty)
    }

    @Test func `an empty place is a gap, a stranger is not`() {
        var photo = Raster(width: 800, height: 240, red: 90, green: 90, blue: 90)
        let frames = [40, 140, 440, 640].map {
            Frame(x0: Float($0), y0: 60, x1: Float($0) + 90, y1: 220)
        }
        let stranger = Frame(x0: 540, y0: 60, x1: 630, y1: 220)
        for frame in frames + [stranger] {
            for y in Int(frame.y0)..<Int(frame.y1) {
                for x in Int(frame.x0)..<Int(frame.x1) where (x / 5 + y / 5) % 2 == 0 {
                    photo[x, y] = (230, 200, 30)
                }
            }
        }
        let pyramid = PhotoPyramid(photo)
        let rows = RowGrouping(frames, photoWidth: 800, photoHeight: 240).rows()
        let space = ShelfSpace(pyramid, facingHeight: 160)
        let stretches = space.stretches(rows, frames, [ShelfSpace.Ends()])
        let gaps = stretches.filter { $0.content == .empty && $0.frame.x0 > 200 && $0.frame.x1 < 480 }
        let unknown = stretches.filter { $0.content == .stranger }
        #expect(gaps.count == 1 && abs((gaps.first?.frame.width ?? 0) - 210) < 40)
        #expect(unknown.count == 1 && unknown.allSatisfy { $0.frame.common(stranger) > 0.6 * $0.frame.area })
    }
}
