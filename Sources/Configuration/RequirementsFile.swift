public import Evidence

/// What stores must report: a list of `{id, stores, from, to, deadline, consent, slots: [{slot, kind, title, planogram, poster}]}`.
public enum RequirementsFile {
    /// - Parameter planograms: the ids that exist; nil when there are none to compare with.
    public static func read(
        _ text: String, file: String, planograms: Set<String>? = nil
    ) throws(ConfigurationError) -> [Requirement] {
        let root = try DocumentNode.root(of: text, file: file)
        let requirements = root.list("requirements").compactMap { node -> Requirement? in
            guard let id = node.string("id") else { return nil }
            let slots = (node.required("slots")?.elements() ?? []).compactMap { slot($0, planograms) }
            node.refuseDoubles(slots.map(\.slot)) {
                "要求 \(id) 中 \($0) 重复"
            } english: {
                "\($0) stands twice in \(id)"
            }
            return Requirement(
                id: id, stores: (node.strings("stores") ?? []).map { StoreID($0) }, slots: slots,
                deadline: node.localTime("deadline"), from: node.businessDay("from"),
                to: node.businessDay("to"), consent: node.boolean("consent"))
        }
        try root.problems.throwIfAny()
        return requirements
    }

    private static func slot(_ node: DocumentNode, _ planograms: Set<String>?) -> RequiredSlot? {
        guard let name = node.string("slot"), let word = node.string("kind") else { return nil }
        guard let kind = EvidenceKind(rawValue: word) else {
            node.problems.add(
                node.child("kind"), "kind 只能是 shelfPhoto、consultationAudio 或 orderScreenshot",
                "kind is shelfPhoto, consultationAudio or orderScreenshot")
            return nil
        }
        let plan = node.optionalString("planogram")
        if let plan, let planograms, !planograms.contains(plan) {
            node.problems.add(node.child("planogram"), "没有陈列图 \(plan)", "there is no planogram \(plan)")
        }
        return RequiredSlot(
            slot: name, kind: kind, title: node.optionalString("title") ?? name, planogram: plan,
            poster: node.optionalString("poster").map { SKU($0) })
    }
}
