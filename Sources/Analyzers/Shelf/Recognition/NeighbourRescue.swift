/// Looks again where a row has a hole: products come in runs, so the neighbours of a hole, then the rest of the row,
/// are tried in it at the scale of the row.
struct NeighbourRescue {
    /// Narrowest hole worth a try, in widths of the pack tried.
    private static let leastRoom: Float = 0.6
    /// How far a pack may reach over its neighbours, in its own widths.
    private static let mostOverlap: Float = 0.3
    private static let mostTries = 6
    /// Score that a pack needs in a hole, next to its like and elsewhere.
    private static let besideItsLike: Float = 0.68
    private static let elsewhere: Float = 0.84
    /// Agreement that the visible head of a covered pack needs.
    private static let hiddenScore: Float = 0.72
    /// What the place adds to the score of a pack that stands beside its like.
    private static let placeBonus: Float = 0.22

    let verifier: Verifier

    /// Facings found in the holes of the rows that certain facings stand in. Promotion material stands in no row.
    func found(beside detections: [Detection]) -> [Detection] {
        func isAnchor(_ detection: Detection) -> Bool {
            Confidence.of(detection) >= Confidence.accept && !verifier.index.isPoster(detection.sku)
        }
        let anchors = detections.filter(isAnchor)
        // Their places are not free.
        let others = detections.filter { !isAnchor($0) }
        let pyramid = verifier.pyramid
        let rows = RowGrouping(
            anchors.map(\.frame), photoWidth: pyramid.width, photoHeight: pyramid.height
        ).rows()
        var sights = RoundPackSights(verifier.index)
        var added: [Detection] = []
        for row in rows where !row.members.isEmpty {
            let members = row.members.map { anchors[$0] }
            added += search(members, row: row, blocked: others, &sights)
        }
        return added
    }

    private func search(
        _ members: [Detection], row: ShelfRow, blocked: [Detection], _ sights: inout RoundPackSights
    ) -> [Detection] {
        var placed = members
        var added: [Detection] = []
        var index = 0
        // From the left: before the first, between two, after the last; a find becomes the next neighbour.
        while index <= placed.count {
            let left = index > 0 ? placed[index - 1] : nil
            let right = index < placed.count ? placed[index] : nil
            let x0 = left?.frame.x1 ?? 0
            let x1 = right?.frame.x0 ?? Float(verifier.pyramid.width)
            if added.count < 200,
                let find = find(from: x0, to: x1, left, right, members, row, blocked, &sights)
            {
                placed.insert(find, at: index)
                added.append(find)
            } else {
                index += 1
            }
        }
        return added
    }

    private func find(
        from x0: Float, to x1: Float, _ left: Detection?, _ right: Detection?, _ members: [Detection],
        _ row: ShelfRow, _ blocked: [Detection], _ sights: inout RoundPackSights
    ) -> Detection? {
        for model in models(left, right, members) {
            let width = model.frame.width
            guard x1 - x0 > NeighbourRescue.leastRoom * width else { continue }
            let room = Frame(x0: x0, y0: 0, x1: x1, y1: Float(verifier.pyramid.height))
            let beside = model.template == left?.template || model.template == right?.template
            for start in starts(x0, x1, width, left, right) {
                let pose = moved(model, toCentre: start, row: row)
                let needed = beside ? NeighbourRescue.besideItsLike : NeighbourRescue.elsewhere
                let front = verifier.verified(pose, template: model.template, inliers: 0)
                let found =
                    beside
                    ? RoundPackLook(verifier: verifier).better(
                        than: front, at: pose, template: model.template, &sights) : front
                guard var detection = found else { continue }
                guard detection.score >= needed, !verifier.index.isPoster(detection.sku),
                    fits(detection, in: room, like: model, blocked)
                else { continue }
                detection.rescued = true
                detection.placeBonus = beside ? NeighbourRescue.placeBonus : 0.08
                return detection
            }
        }
        return hidden(from: x0, to: x1, left, right, row)
    }

    /// A neighbour's like behind a large card.
    private func hidden(
        from x0: Float, to x1: Float, _ left: Detection?, _ right: Detection?, _ row: ShelfRow
    )
        -> Detection?
    {
        for model in [left, right].compactMap({ $0 }) where !model.hidden {
            let width = model.frame.width
            guard x1 - x0 > NeighbourRescue.leastRoom * width else { continue }
            var best: (score: Float, pose: Affine)?
            for start in starts(x0, x1, width, left, right) {
                for shift in [-0.06, 0, 0.06] as [Float] {
                    let pose = moved(model, toCentre: start + shift * width, row: row)
                    guard let score = verifier.mostlyCoveredScore(pose, template: model.template),
                        score > best?.score ?? NeighbourRescue.hiddenScore
                    else { continue }
                    best = (score, pose)
                }
            }
            guard let best else { continue }
            var detection = model
            detection.pose = best.pose
            detection.frame = Detection.frame(
                best.pose, packWidth: verifier.index.templates[model.template].width)
            detection.inliers = 0
            detection.appearance = NeighbourRescue.hiddenScore
            detection.placeBonus = 0
            detection.rescued = true
            detection.hidden = true
            return detection
        }
        return nil
    }

    /// The neighbours first, then the other products of the row, nearest first.
    private func models(_ left: Detection?, _ right: Detection?, _ members: [Detection]) -> [Detection] {
        var models: [Detection] = []
        let middle = ((left?.frame.x1 ?? right?.frame.x0 ?? 0) + (right?.frame.x0 ?? left?.frame.x1 ?? 0)) / 2
        let rest = members.enumerated().sorted { first, second in
            (abs(first.element.frame.centreX - middle), first.offset)
                < (abs(second.element.frame.centreX - middle), second.offset)
        }
        for model in [left, right].compactMap({ $0 }) + rest.map(\.element) {
            guard models.count < NeighbourRescue.mostTries else { break }
            if !models.contains(where: { $0.template == model.template }) { models.append(model) }
        }
        return models
    }

    private func starts(_ x0: Float, _ x1: Float, _ width: Float, _ left: Detection?, _ right: Detection?)
        -> [Float]
    {
        var places: [Float] = []
        if left != nil { places.append(x0 + width * 0.52) }
        if right != nil { places.append(x1 - width * 0.52) }
        if x1 - x0 < 1.9 * width { places.append((x0 + x1) / 2) }
        return places.filter { $0 > -0.25 * width && $0 < Float(verifier.pyramid.width) + 0.25 * width }
    }

    /// The model's pose, moved along its row.
    private func moved(_ model: Detection, toCentre x: Float, row: ShelfRow) -> Affine {
        var pose = model.pose
        let across = x - model.frame.centreX
        pose.x0 += across
        pose.y0 += row.bottom(at: x) - row.bottom(at: model.frame.centreX)
        return pose
    }

    private func fits(_ detection: Detection, in room: Frame, like model: Detection, _ blocked: [Detection])
        -> Bool
    {
        let frame = detection.frame
        let slack = NeighbourRescue.mostOverlap * frame.width
        guard frame.x0 > room.x0 - slack, frame.x1 < room.x1 + slack,
            frame.width > 0.72 * model.frame.width, frame.width < 1.35 * model.frame.width,
            frame.height > 0.85 * model.frame.height, frame.height < 1.15 * model.frame.height,
            abs(frame.y1 - model.frame.y1) < 0.6 * frame.height
        else { return false }
        return !blocked.contains { other in
            other.score > detection.score
                && frame.common(other.frame) > 0.35 * min(frame.area, other.frame.area)
        }
    }
}
