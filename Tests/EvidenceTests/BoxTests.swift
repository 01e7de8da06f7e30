import Evidence
import TestSupport
import Testing

struct BoxTests {
    private func random(_ generator: inout SeededGenerator) -> Box {
        let x = Int.random(in: -50...50, using: &generator)
        let y = Int.random(in: -50...50, using: &generator)
        return Box(
            x0: x, y0: y, x1: x + Int.random(in: 0...60, using: &generator),
            y1: y + Int.random(in: 0...60, using: &generator))
    }

    /// Counts pixels one by one: slow, and beyond doubt.
    private func countedCommonArea(_ left: Box, _ right: Box) -> Int {
        var count = 0
        for y in left.y0..<max(left.y0, left.y1) {
            for x in left.x0..<max(left.x0, left.x1)
            where x >= right.x0 && x < right.x1 && y >= right.y0 && y < right.y1 {
                count += 1
            }
        }
        return count
    }

    @Test func `the common area is the number of common pixels`() {
        var generator = SeededGenerator(seed: 9)
        for _ in 0..<1500 {
            let (left, right) = (random(&generator), random(&generator))
            #expect(left.intersection(right).area == countedCommonArea(left, right))
        }
    }

    @Test func `overlap is symmetric, within 0 and 1, and 1 with itself`() {
        var generator = SeededGenerator(seed: 10)
        for _ in 0..<5000 {
            let (left, right) = (random(&generator), random(&generator))
            #expect(left.overlap(right) == right.overlap(left))
            #expect((0...1).contains(left.overlap(right)))
            #expect(left.overlap(left) == (left.area > 0 ? 1 : 0))
        }
    }

    @Test func `a box turned inside out has no area`() {
        let box = Box(x0: 10, y0: 10, x1: 5, y1: 20)
        #expect(box.area == 0)
        #expect(box.overlap(Box(x0: 0, y0: 0, x1: 100, y1: 100)) == 0)
    }

    @Test func `JSON is four numbers, rounded to pixels`() throws {
        let box = Box(x0: 1, y0: 2, x1: 30, y1: 40)
        #expect(try CanonicalJSON.string(box) == "[1,2,30,40]")
        #expect(try CanonicalJSON.decode(Box.self, from: "[1.2, 1.5, 29.7, 40]") == box)
    }

    @Test(arguments: ["[]", "[1,2,3]", "[1,2,3,4,5]", "[1,2,3,1e300]", "[1,2,3,\"4\"]", "{}", "null"])
    func `JSON that is no box is refused`(json: String) {
        #expect(throws: (any Error).self) { try CanonicalJSON.decode(Box.self, from: json) }
    }
}
