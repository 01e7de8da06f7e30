import Evidence

/// What is needed of a photo to find the same shelf on another one.
struct PhotoConstellation: Sendable {
    struct Star: Sendable, Equatable {
        var sku: SKU
        var place: Place
        var confidence: Double
        /// The photo's edge cuts it.
        var cut: Bool
    }

    var stars: [Star]
    var width: Double
    var height: Double

    init(_ findings: ShelfFindings) {
        width = Double(findings.width)
        height = Double(findings.height)
        let (right, bottom) = (width, height)
        stars = findings.facings.map { facing in
            let box = facing.box
            let place = Place(x0: Double(box.x0), y0: Double(box.y0), x1: Double(box.x1), y1: Double(box.y1))
            return Star(
                sku: facing.sku, place: place, confidence: facing.confidence,
                cut: place.x0 < 2 || place.y0 < 2 || place.x1 > right - 2 || place.y1 > bottom - 2)
        }
        .sorted {
            ($0.sku.rawValue, $0.place.x0, $0.place.y0, $0.place.x1)
                < ($1.sku.rawValue, $1.place.x0, $1.place.y0, $1.place.x1)
        }
    }
}

/// Finds out whether two photos show one shelf, and how one lies on the other: facings of the same products in the same
/// arrangement. Packs repeat, so every pair of equal facings is a guess, and the guess that explains most wins.
struct PhotoRegistration {
    /// One photo laid on another.
    struct Overlap: Sendable {
        /// First photo → second.
        var mapping: PlaneMapping
        /// Facings that are one and the same, whatever each photo took them for.
        var pairs: [(first: Int, second: Int)]
        /// Of these, how many both photos name alike, and how many facings contradict.
        var agreeing: Int
        var contradicting: Double
    }

    private static let mostGuesses = 600
    /// A facing is where the other photo's mapping puts it when so much of the two rectangles is common.
    private static let leastOverlap = 0.4
    /// What must agree for two photos to show one shelf.
    private static let leastAgreeing = 6
    private static let leastProducts = 3
    private static let leastShare = 0.6
    /// A facing that the other photo should show and does not; it may not have been recognised.
    private static let absentWeight = 0.3

    private let first: PhotoConstellation
    private let second: PhotoConstellation
    private let members: [SKU: [Int]]

    init(_ first: PhotoConstellation, _ second: PhotoConstellation) {
        self.first = first
        self.second = second
        members = Dictionary(grouping: second.stars.indices) { second.stars[$0].sku }
    }

    /// nil where nothing shows that the two belong together.
    func overlap() -> Overlap? {
        var best: Overlap?
        for guess in guesses() {
            guard let found = refined(guess) else { continue }
            if value(found) > (best.map(value) ?? 0) + 1e-9 { best = found }
        }
        guard let best, isConvincing(best) else { return nil }
        return best
    }

    private func value(_ overlap: Overlap) -> Double {
        Double(overlap.agreeing) - 1.5 * overlap.contradicting
    }

    private func isConvincing(_ overlap: Overlap) -> Bool {
        let agreeing = overlap.pairs.filter { first.stars[$0.first].sku == second.stars[$0.second].sku }
        return agreeing.count >= PhotoRegistration.leastAgreeing
            && Set(agreeing.map { first.stars[$0.first].sku }).count >= PhotoRegistration.leastProducts
            && Double(agreeing.count) >= PhotoRegistration.leastShare
                * (Double(agreeing.count) + overlap.contradicting)
    }

    /// Pairs of equal products, the rarest first: they are least often wrong.
    private func guesses() -> [(Int, Int)] {
        var found: [(rarity: Int, first: Int, second: Int)] = []
        let own = Dictionary(grouping: first.stars.indices) { first.stars[$0].sku }
        for (sku, indices) in own {
            guard let others = members[sku] else { continue }
            for one in indices where !first.stars[one].cut {
                for other in others where !second.stars[other].cut {
                    let (p, q) = (first.stars[one].place, second.stars[other].place)
                    let (across, down) = (q.width / max(1, p.width), q.height / max(1, p.height))
                    guard (0.25...4).contains(down), (0.6...1.67).contains(across / down) else { continue }
                    found.append((indices.count * others.count, one, other))
                }
            }
        }
        found.sort { ($0.rarity, $0.first, $0.second) < ($1.rarity, $1.first, $1.second) }
        return found.prefix(PhotoRegistration.mostGuesses).map { ($0.first, $0.second) }
    }

    /// From one pair outwards: the mapping is fitted again to all that it brings together, in growing rings.
    private func refined(_ guess: (Int, Int)) -> Overlap? {
        let (p, q) = (first.stars[guess.0].place, second.stars[guess.1].place)
        let (across, down) = (q.width / p.width, q.height / p.height)
        var mapping = PlaneMapping(
            a: across, c: q.centre.x - across * p.centre.x, e: down, f: q.centre.y - down * p.centre.y)
        for (step, rings) in [1.6, 3, 6, 12, .infinity, .infinity].enumerated() {
            let pairs = matches(mapping, alike: true, slack: step < 3 ? 0.55 : 0.4) { star in
                abs(star.place.centre.x - p.centre.x) < rings * p.height
                    && abs(star.place.centre.y - p.centre.y) < rings * p.height
            }
            if step == 1, pairs.count < 2 { return nil }
            guard let next = fitted(pairs, perspective: step >= 4 && pairs.count >= 8) else {
                if step >= 2 { return nil }
                continue
            }
            mapping = next
        }
        return judged(mapping)
    }

    private func fitted(_ pairs: [(first: Int, second: Int)], perspective: Bool) -> PlaneMapping? {
        var points: [(from: PlaneMapping.Point, to: PlaneMapping.Point)] = []
        for pair in pairs {
            let (one, other) = (first.stars[pair.first], second.stars[pair.second])
            if one.cut || other.cut { continue }
            let (p, q) = (one.place, other.place)
            for (px, qx) in [(p.x0, q.x0), (p.x1, q.x1)] {
                for (py, qy) in [(p.y0, q.y0), (p.y1, q.y1)] {
                    points.append((.init(x: px, y: py), .init(x: qx, y: qy)))
                }
            }
        }
        guard points.count >= 4, let mapping = PlaneMapping.fitted(points, perspective: perspective) else {
            return nil
        }
        // Cameras are held upright: no mirror, no quarter turn.
        guard mapping.a > 0.2, mapping.e > 0.2, mapping.a < 5, mapping.e < 5,
            abs(mapping.b) < 0.6 * mapping.e,
            abs(mapping.d) < 0.6 * mapping.a
        else { return nil }
        return mapping
    }

    /// One-to-one pairs whose centres the mapping brings together, the nearest first.
    private func matches(
        _ mapping: PlaneMapping, alike: Bool, slack: Double, where included: (PhotoConstellation.Star) -> Bool
    ) -> [(first: Int, second: Int)] {
        var near: [(distance: Double, first: Int, second: Int)] = []
        for (index, star) in first.stars.enumerated() where included(star) && !star.cut {
            guard let place = mapping.applied(star.place) else { continue }
            for other in members[star.sku] ?? [] where !second.stars[other].cut {
                let target = second.stars[other].place
                let across = abs(target.centre.x - place.centre.x) / max(1, min(target.width, place.width))
                let down = abs(target.centre.y - place.centre.y) / max(1, min(target.height, place.height))
                if across < slack, down < slack { near.append((across + down, index, other)) }
            }
        }
        return PhotoRegistration.oneToOne(near)
    }

    private static func oneToOne(_ near: [(distance: Double, first: Int, second: Int)])
        -> [(first: Int, second: Int)]
    {
        var (firsts, seconds) = (Set<Int>(), Set<Int>())
        var pairs: [(first: Int, second: Int)] = []
        for pair in near.sorted(by: {
            ($0.distance, $0.first, $0.second) < ($1.distance, $1.first, $1.second)
        })
        where !firsts.contains(pair.first) && !seconds.contains(pair.second) {
            firsts.insert(pair.first)
            seconds.insert(pair.second)
            pairs.append((pair.first, pair.second))
        }
        return pairs.sorted { $0.first < $1.first }
    }

    /// Lays both photos' facings on each other, cut ones too, and counts what agrees and what does not.
    private func judged(_ mapping: PlaneMapping) -> Overlap? {
        guard let back = mapping.inverse() else { return nil }
        let there = first.stars.map {
            mapping.applied($0.place)?.cut(width: second.width, height: second.height)
        }
        let here = second.stars.map { back.applied($0.place)?.cut(width: first.width, height: first.height) }
        var near: [(distance: Double, first: Int, second: Int)] = []
        for one in first.stars.indices {
            guard let place = there[one], place.area > 0 else { continue }
            for other in second.stars.indices {
                let target = second.stars[other].place
                guard target.x0 < place.x1, target.x1 > place.x0, let mapped = here[other] else { continue }
                let common = max(place.overlap(target), mapped.overlap(first.stars[one].place))
                if common >= PhotoRegistration.leastOverlap { near.append((1 - common, one, other)) }
            }
        }
        let pairs = PhotoRegistration.oneToOne(near)
        var contradicting = 0.0
        var agreeing = 0
        for pair in pairs {
            if first.stars[pair.first].sku == second.stars[pair.second].sku {
                agreeing += 1
            } else {
                contradicting += 1
            }
        }
        contradicting +=
            PhotoRegistration.absentWeight
            * (lonely(first.stars, there, Set(pairs.map(\.first)), second.width, second.height)
                + lonely(second.stars, here, Set(pairs.map(\.second)), first.width, first.height))
        return Overlap(mapping: mapping, pairs: pairs, agreeing: agreeing, contradicting: contradicting)
    }

    /// Whole facings that the other photo should show too and does not.
    private func lonely(
        _ stars: [PhotoConstellation.Star], _ mapped: [Place?], _ paired: Set<Int>, _ width: Double,
        _ height: Double
    ) -> Double {
        stars.indices.reduce(0) { count, index in
            guard !paired.contains(index), !stars[index].cut, let place = mapped[index], place.area > 0,
                place.x0 > 2, place.y0 > 2, place.x1 < width - 2, place.y1 < height - 2
            else { return count }
            return count + 1
        }
    }
}
