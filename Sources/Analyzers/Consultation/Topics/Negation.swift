/// Whether what is said at a place is denied (不贵, 没有过期) or praised (加热挺方便).
struct Negation: Sendable {
    enum Sense: Sendable, Equatable {
        case asserted
        case denied
        case praised
    }

    private let negators: [[Unicode.Scalar]]
    private let adverbs: [[Unicode.Scalar]]
    private let alternatives: [[Unicode.Scalar]]
    private let relief: [[Unicode.Scalar]]
    private static let reliefDistance = 4
    private static let doubts: Set<Unicode.Scalar> = ["吧", "吗", "么"]

    init() {
        func scalars(_ list: String) -> [[Unicode.Scalar]] {
            list.split(separator: " ").map { Array($0.unicodeScalars) }.sorted { $0.count > $1.count }
        }
        negators = scalars("不 没 没有 不用 不要 不是 还没 别 无需 不需要 不会 没有过 并不 不必 不想 不怕 不算 不觉得 没啥 没什么 从不 从来不 从没")
        adverbs = scalars("怎么 那么 这么 很 太 算 算太 是很 是太 再 觉得 会 用 要 怎么会 过 说 嫌 什么 参加 搞 快 快要 要")
        alternatives = scalars("有没有 能不能 是不是 可不可以 要不要 会不会 好不好 用不用 行不行 算不算 为什么不 怎么不 是否 怎么没 怎么还没 咋不")
        relief = scalars(
            "没问题 挺方便 很方便 蛮方便 好方便 方便得很 真方便 方便多了 不麻烦 一点都不 一点也不 挺快 很快 特别快 蛮快 真快 够快 不要紧 挺划算 很划算 很新鲜 挺新鲜 很好用 太好了 真好 挺好的 真不错"
        )
    }

    /// The sense of the units at `range`, in a phrase that itself says no (没微波炉) or not.
    func sense(of range: Range<Int>, holdsNegation: Bool, in utterance: Utterance) -> Sense {
        if isPraised(after: range.upperBound, utterance) { return .praised }
        if holdsNegation { return .asserted }
        if !isDenied(before: range.lowerBound, utterance) { return .asserted }
        return isDoubted(after: range.upperBound, utterance) ? .asserted : .denied
    }

    private func isPraised(after end: Int, _ utterance: Utterance) -> Bool {
        for start in end..<min(end + Self.reliefDistance, utterance.units.count) {
            // A complaint in the next clause is another matter.
            if start > end, utterance.units[start].opensClause { return false }
            if relief.contains(where: { utterance.reads($0, at: start) }) { return true }
        }
        return false
    }

    /// 没过期吧, 这不是太贵了吗: what is denied is asked.
    private func isDoubted(after end: Int, _ utterance: Utterance) -> Bool {
        var at = end
        if at < utterance.units.count, utterance.units[at].scalar == "了" { at += 1 }
        guard at < utterance.units.count, !utterance.units[at].opensClause else { return false }
        return Self.doubts.contains(utterance.units[at].scalar)
    }

    private func isDenied(before start: Int, _ utterance: Utterance) -> Bool {
        guard start > 0, !utterance.units[start].opensClause else { return false }
        if ends(at: start, with: alternatives, utterance) != nil { return false }
        if isAlternativeQuestion(before: start, utterance) { return false }
        if ends(at: start, with: negators, utterance) != nil { return true }
        guard let adverb = ends(at: start, with: adverbs, utterance) else { return false }
        let before = start - adverb
        if ends(at: before, with: alternatives, utterance) != nil { return false }
        return ends(at: before, with: negators, utterance) != nil
    }

    /// A不A: 退不退, 贵不贵, 有没有.
    private func isAlternativeQuestion(before start: Int, _ utterance: Utterance) -> Bool {
        guard start >= 2 else { return false }
        let units = utterance.units
        let negator = units[start - 1].scalar
        guard negator == "不" || negator == "没" else { return false }
        return start < units.count && units[start - 2].scalar == units[start].scalar
    }

    /// Length of the longest listed word that ends right before `end`.
    private func ends(at end: Int, with list: [[Unicode.Scalar]], _ utterance: Utterance) -> Int? {
        for word in list where utterance.reads(word, at: end - word.count) {
            // A clause boundary inside the word means that it is not one.
            let inside = utterance.units[(end - word.count + 1)..<end]
            if !inside.contains(where: \.opensClause) { return word.count }
        }
        return nil
    }
}
