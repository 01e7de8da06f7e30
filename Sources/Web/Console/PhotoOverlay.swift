import Evidence

/// A photo with what was found drawn over it, in the picture's own pixels so that it fits at any size.
struct PhotoOverlay {
    struct Mark {
        let x: Int
        let y: Int
        let width: Int
        let height: Int
        let textX: Int
        let textY: Int
        /// `start`, `middle` or `end`, so that the label stays inside the photo.
        let anchor: String
        /// `facing`, `review`, `unknown`, `gap`, `planned`, `doubt`: what the page can hide. So can it the `heat`.
        let layer: String
        /// The status that decides the colour.
        let tone: String
        let label: String
        /// The label with the confidence.
        let detail: String
    }
    struct Layer {
        let id: String
        let title: String
        let tone: String
        let count: Int
    }
    let width: Int
    let height: Int
    let fontSize: Int
    let heat: HeatLayer
    let marks: [Mark]
    let layers: [Layer]

    /// - Parameters:
    ///   - size: of the upright photo, pixels.
    ///   - shelf: nil where the shelf was not looked at.
    ///   - observations: of the photo's provenance, those that whoever looks is told.
    ///   - showsHeat: whether their maps are laid over the photo.
    init(
        size: (width: Int, height: Int), shelf: ShelfFindings?,
        observations: [ProvenanceFindings.Observation] = [], showsHeat: Bool = false, names: ReferenceNames
    ) {
        let frame = Box(x0: 0, y0: 0, x1: max(1, size.width), y1: max(1, size.height))
        width = frame.width
        height = frame.height
        fontSize = max(12, frame.width / 42)
        let font = fontSize
        var marks: [Mark] = []
        func add(_ box: Box, _ layer: String, _ tone: String, _ label: String, detail: String? = nil) {
            let visible = box.intersection(frame)
            guard visible.width > 0, visible.height > 0 else { return }
            let third = 3 * (visible.x0 + visible.x1) / (2 * frame.width)
            let (textX, anchor) =
                third == 0
                ? (visible.x0, "start")
                : third == 1 ? ((visible.x0 + visible.x1) / 2, "middle") : (visible.x1, "end")
            marks.append(
                Mark(
                    x: visible.x0, y: visible.y0, width: visible.width, height: visible.height, textX: textX,
                    textY: visible.y0 > 2 * font ? visible.y0 - font / 3 : visible.y0 + 2 * font,
                    anchor: anchor, layer: layer, tone: tone, label: label, detail: detail ?? label))
        }
        // First, so that what stands in the area can still be pointed at.
        for observation in observations {
            for area in observation.areas ?? [] {
                add(area, "doubt", "suspect", "画面疑点", detail: observation.detail)
            }
        }
        for facing in shelf?.facings ?? [] {
            let status = Self.status(of: facing, in: shelf?.slots ?? [])
            let label = "\(names.product(facing.sku)) · \(status.chineseName)"
            add(
                facing.box, "facing", status.rawValue, label,
                detail: "\(label) · \(ChineseForm.percent(facing.confidence))")
        }
        for facing in shelf?.review ?? [] {
            let label = "待确认：\(names.product(facing.sku))"
            add(
                facing.box, "review", "review", label,
                detail: "\(label) · \(ChineseForm.percent(facing.confidence))")
        }
        for product in shelf?.unknown ?? [] { add(product.box, "unknown", "unknown", "不在商品目录中") }
        for gap in shelf?.gaps ?? [] { add(gap.box, "gap", "gap", "空位") }
        for slot in shelf?.slots ?? [] where slot.status == .missing || slot.status == .outOfStock {
            if let box = slot.box { add(box, "planned", slot.status.rawValue, slot.sentence(names)) }
        }
        self.marks = marks
        let maps = showsHeat ? observations.compactMap(\.heat) : []
        heat = HeatLayer(maps)
        layers = [
            ("facing", "排面", "ok"), ("review", "待确认", "review"), ("unknown", "未知商品", "unknown"),
            ("gap", "空位", "gap"), ("planned", "应有未见", "missing"),
            ("doubt", "画面疑点", "suspect"), ("heat", "疑点热图", "heat"),
        ].compactMap { id, title, tone in
            let count = id == "heat" ? maps.count : marks.filter { $0.layer == id }.count
            return count > 0 ? Layer(id: id, title: title, tone: tone, count: count) : nil
        }
    }

    /// The slot that a facing fills is the one of the same product around the same place.
    private static func status(of facing: ShelfFindings.Facing, in slots: [ShelfFindings.Slot])
        -> ShelfFindings.SlotStatus
    {
        let same = slots.filter { $0.sku == facing.sku }
        if let placed = same.first(where: { ($0.box?.overlap(facing.box) ?? 0) > 0.5 }) {
            return placed.status
        }
        return same.isEmpty && !slots.isEmpty ? .extra : .ok
    }
}

extension ShelfFindings.SlotStatus {
    var chineseName: String {
        switch self {
        case .ok: "正确"
        case .missing: "未见"
        case .outOfStock: "缺货"
        case .misplaced: "放错位置"
        case .extra: "计划外"
        case .notAssessable: "无法判断"
        }
    }
}

extension ShelfFindings.Slot {
    /// `第二层第 4 格`; empty where the plan names no place.
    var place: String {
        guard let row, let index else { return "" }
        return "\(ChineseForm.level(row))第 \(index &+ 1) 格"
    }

    /// `第二层第 4 格缺货：蒙牛纯牛奶 250ml`
    func sentence(_ names: ReferenceNames) -> String {
        "\(place)\(status.chineseName)：\(names.product(sku))"
    }
}
