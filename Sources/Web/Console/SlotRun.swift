import Evidence

/// Neighbouring places of the plan with the same product and the same status, said in one breath.
struct SlotRun: Equatable {
    let row: Int?
    let first: Int?
    let last: Int?
    let sku: SKU
    let status: ShelfFindings.SlotStatus
    let count: Int

    /// Runs in the order of the plan; extras, which have no place, come last.
    static func runs(of slots: [ShelfFindings.Slot]) -> [SlotRun] {
        var runs: [SlotRun] = []
        let ordered = slots.enumerated().sorted { left, right in
            let a = (left.element.row ?? .max, left.element.index ?? .max, left.offset)
            let b = (right.element.row ?? .max, right.element.index ?? .max, right.offset)
            return a < b
        }
        for (_, slot) in ordered {
            if let previous = runs.last, previous.continues(with: slot) {
                runs[runs.count - 1] = SlotRun(
                    row: previous.row, first: previous.first, last: slot.index, sku: previous.sku,
                    status: previous.status, count: previous.count + 1)
            } else {
                runs.append(
                    SlotRun(
                        row: slot.row, first: slot.index, last: slot.index, sku: slot.sku,
                        status: slot.status, count: 1))
            }
        }
        return runs
    }

    private func continues(with slot: ShelfFindings.Slot) -> Bool {
        guard sku == slot.sku, status == slot.status, row == slot.row else { return false }
        guard let last, let index = slot.index else { return last == nil && slot.index == nil }
        return index == last &+ 1
    }

    /// `第二层第 4–6 格`
    var place: String {
        guard let row, let first, let last else { return "" }
        let cells = first == last ? "\(first &+ 1)" : "\(first &+ 1)–\(last &+ 1)"
        return "\(ChineseForm.level(row))第 \(cells) 格"
    }

    /// Order among things to fix; nil where there is nothing to do.
    var fixRank: Int? {
        switch status {
        case .missing: 0
        case .outOfStock: 1
        case .misplaced: 2
        case .ok, .extra, .notAssessable: nil
        }
    }

    /// What to do about it, politely.
    func advice(_ names: ReferenceNames) -> String? {
        let product = names.product(sku)
        return switch status {
        case .missing: "\(place)没有看到 \(product)，请补上。"
        case .outOfStock: "\(place)缺 \(product)，请补货。"
        case .misplaced: "\(place)应放 \(product)，请调整位置。"
        case .ok, .extra, .notAssessable: nil
        }
    }
}
