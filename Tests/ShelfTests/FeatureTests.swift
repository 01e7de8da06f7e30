import Media
import TestSupport
import Testing

@testable import Shelf

struct FeatureTests {
    @Test func `a blob is found where it is, at its size`() throws {
        var plane = Plane(width: 120, height: 100, repeating: 60)
        for y in 0..<100 {
            for x in 0..<120 {
                let distance = Float((x - 50) * (x - 50) + (y - 40) * (y - 40))
                plane.samples[y * 120 + x] += 120 * Approximation.exp2(-distance / (2 * 16) * 1.4427)
            }
        }
        let detector = FeatureDetector()
        let found = detector.features(of: plane)
        let strongest = try #require(found.response.indices.max { found.response[$0] < found.response[$1] })
        #expect(abs(found.x[strongest] - 50) < 0.5 && abs(found.y[strongest] - 40) < 0.5)
        #expect(abs(found.logSize[strongest] - 2) < 0.35)
        #expect(found.descriptors.count == found.count * 128)
    }

    @Test func `strips find what one pass over the whole finds`() throws {
        let photo = try ShelfFixtures.photo("rows_0")
        let luma = photo.luma()
        let detector = FeatureDetector()
        let whole = detector.features(of: luma)
        let upper = detector.features(of: luma.rows(0..<440))
        let inside = (0..<whole.count).filter { whole.y[$0] < 360 && whole.logSize[$0] < 1.6 }
        let places = Set((0..<upper.count).map { [upper.x[$0], upper.y[$0]] })
        #expect(inside.count > 100 && inside.allSatisfy { places.contains([whole.x[$0], whole.y[$0]]) })
    }

    @Test func `approximations are close`() {
        for step in -400...400 {
            let value = Float(step) / 50
            let power = Approximation.exp2(value)
            #expect(abs(Approximation.log2(power) - value) < 1e-4)
            #expect(abs(Approximation.logistic(value) + Approximation.logistic(-value) - 1) < 1e-5)
        }
        #expect(Approximation.exp2(3) == 8)
        #expect(abs(Approximation.exp2(0.5) - 1.414_213_6) < 1e-6)
        #expect(abs(Approximation.degrees(y: 0.5, x: 1) - 26.565) < 0.25)
    }

    @Test func `poses compose and invert`() throws {
        let pose = Affine(a: 1.2, b: 0.1, c: -0.2, d: 0.9, x0: 5, y0: -3)
        let inverse = try #require(pose.inverse())
        let place = inverse.after(pose).applied(7, 11)
        #expect(abs(place.x - 7) < 1e-4 && abs(place.y - 11) < 1e-4)
        #expect(Affine(a: 0, b: 0, c: 0, d: 0, x0: 0, y0: 0).inverse() == nil)
    }

    @Test func `extrema do not depend on where a row is begun`() {
        var generator = SeededGenerator(seed: 45)
        let (width, height) = (150, 1000)
        let noise = Plane(
            width: width, height: height,
            samples: (0..<(width * height)).map { _ in Float.random(in: 0...255, using: &generator) })
        let whole = noise.blurred(sigma: 1.6)
        let steps = [1.23, 1.55, 1.95, 2.45, 3.09].map { GaussianBlur(sigma: $0) }
        func places(_ plane: Plane, from left: Int) -> Set<[Float]> {
            let search = OctaveSearch(
                first: nil, steps: steps, sight: GradientDescriptor.reach, firstSigma: 1.6, border: 5,
                contrast: 1, edgeRatio: 10)
            var found: [OctaveSearch.Extremum] = []
            plane.samples.withUnsafeBufferPointer { samples in
                search.run(
                    samples, width: plane.width, height: height, rows: 0..<height, seen: { _, _ in },
                    visit: { place, _ in found.append(place) })
            }
            // Far enough from the sides that their blur is the same.
            return Set(
                found.filter { $0.x + Float(left) > 50 && $0.x + Float(left) < 100 }
                    .map { [(($0.x + Float(left)) * 64).rounded(), ($0.y * 64).rounded()] })
        }
        let expected = places(whole, from: 0)
        #expect(expected.count > 20)
        for left in 1..<8 {
            let cut = Plane(
                width: width - left, height: height,
                samples: (0..<height).flatMap { y in whole.samples[(y * width + left)..<((y + 1) * width)] })
            #expect(places(cut, from: left) == expected)
        }
    }

    @Test func `the middle is what sorting would put there`() {
        var generator = SeededGenerator(seed: 46)
        for count in 1...60 {
            var values = (0..<count).map { _ in Float.random(in: 0...9, using: &generator).rounded() }
            let sorted = values.sorted()
            #expect(Ranked.middle(of: &values) == sorted[count / 2])
            #expect(values.sorted() == sorted)
        }
        var none: [Float] = []
        #expect(Ranked.middle(of: &none) == nil)
    }
}
