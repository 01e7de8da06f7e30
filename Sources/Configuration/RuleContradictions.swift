import Evidence

extension ConditionReader {
    /// Conditions that can never hold, or always do.
    func refuseContradictions(_ condition: RuleCondition, at node: DocumentNode) {
        switch condition {
        case .all(let parts):
            let lists = node.child("all")?.elements() ?? []
            refuseOpposites(parts, at: lists)
            refuseSurgeInside(parts, at: node)
            for (part, place) in zip(parts, lists) { refuseContradictions(part, at: place) }
        case .any(let parts):
            refuseSurgeInside(parts, at: node)
            for (part, place) in zip(parts, node.child("any")?.elements() ?? []) {
                refuseContradictions(part, at: place)
            }
        case .not(let part):
            refuseSurgeInside([part], at: node)
            if let place = node.child("not") { refuseContradictions(part, at: place) }
        case .score(let limit, let signs):
            refuseSurgeInside(signs.map(\.condition), at: node)
            let whole = signs.reduce(0) { $0 + $1.weight }
            if signs.contains(where: { $0.weight >= whole && signs.count > 1 }) || limit > 100 {
                node.problems.add(node, "score 的权重不合理", "the weights of the score make no sense")
            }
        case .sign, .attribute: break
        }
    }

    private func refuseSurgeInside(_ parts: [RuleCondition], at node: DocumentNode) {
        let hasSurge = parts.flatMap(\.signs).contains { if case .surge = $0.window { true } else { false } }
        if hasSurge {
            node.problems.add(
                node, "surge 要单独成为一条规则的 when", "a surge stands alone as the when of a rule")
        }
    }

    /// Two limits on the same metric that no value meets at once, and a condition beside its own negation.
    private func refuseOpposites(_ parts: [RuleCondition], at places: [DocumentNode]) {
        for (index, part) in parts.enumerated() {
            for (other, before) in parts[..<index].enumerated() where oppose(part, before) {
                let place = places.indices.contains(index) ? places[index] : nil
                let line = places.indices.contains(other) ? places[other].line.map { "\($0)" } ?? "?" : "?"
                place?.problems.add(
                    place, "与第 \(line) 行的条件互相矛盾，永远不会同时成立",
                    "contradicts the condition of line \(line): they never hold together")
            }
        }
    }

    private func oppose(_ one: RuleCondition, _ other: RuleCondition) -> Bool {
        if case .not(let inner) = one, inner == other { return true }
        if case .not(let inner) = other, inner == one { return true }
        if case .attribute(let name, let values) = one, case .attribute(let second, let others) = other {
            return name == second && Set(values).isDisjoint(with: others)
        }
        guard case .sign(let first) = one, case .sign(let second) = other, first.metric == second.metric,
            first.key == second.key, let left = first.window.dayLimit, let right = second.window.dayLimit
        else { return false }
        return !left.allowsAValue(with: right)
    }
}

extension RuleWindow {
    /// The limit on the judged day itself, where there is one.
    fileprivate var dayLimit: Comparison? {
        if case .consecutive(_, let comparison) = self { comparison } else { nil }
    }
}

extension Comparison {
    fileprivate func allowsAValue(with other: Comparison) -> Bool {
        guard looksDown != other.looksDown else { return true }
        let (low, high) = looksDown ? (other, self) : (self, other)
        let strict = low.relation == .above || high.relation == .below
        return strict ? low.limit < high.limit : low.limit <= high.limit
    }
}
