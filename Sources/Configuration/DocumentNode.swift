import Evidence
import Yams

/// Collects what is wrong while a document is read; lives as long as one reading.
final class ProblemList {
    let file: String
    private(set) var problems: [ConfigurationProblem] = []
    init(file: String) { self.file = file }

    func add(_ node: DocumentNode?, _ chinese: String, _ english: String, path: String? = nil) {
        problems.append(
            ConfigurationProblem(
                file: file, line: node?.line, path: path ?? node?.path ?? "", chinese: chinese,
                english: english))
    }

    /// All of them, in the order of the text.
    func throwIfAny() throws(ConfigurationError) {
        guard !problems.isEmpty else { return }
        let inOrder = problems.enumerated().sorted { first, second in
            (first.element.line ?? .max, first.offset) < (second.element.line ?? .max, second.offset)
        }
        throw ConfigurationError(problems: inOrder.map(\.element))
    }
}

/// A place in a YAML or JSON document that knows its line, and reads values with complaints instead of surprises.
struct DocumentNode {
    let node: Yams.Node
    let path: String
    let problems: ProblemList

    var line: Int? { node.mark?.line }

    /// Parses YAML, of which JSON is a part.
    static func root(of text: String, file: String) throws(ConfigurationError) -> DocumentNode {
        let problems = ProblemList(file: file)
        do {
            guard let node = try Yams.compose(yaml: text) else {
                problems.add(nil, "文件是空的", "the file is empty")
                throw ConfigurationError(problems: problems.problems)
            }
            return DocumentNode(node: node, path: "", problems: problems)
        } catch let error as ConfigurationError {
            throw error
        } catch {
            let mark = (error as? YamlError).flatMap(Self.line)
            throw ConfigurationError(problems: [
                ConfigurationProblem(
                    file: file, line: mark, path: "", chinese: "不是有效的 YAML 或 JSON",
                    english: "not valid YAML or JSON: \(error)")
            ])
        }
    }

    private static func line(of error: YamlError) -> Int? {
        switch error {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        default: nil
        }
    }

    // MARK: Structure

    func child(_ key: String) -> DocumentNode? {
        // By text, not by node: a plain `off` in YAML is a truth value, and so is the node made from the word.
        guard let value = node.mapping?.first(where: { $0.key.string == key })?.value else { return nil }
        if case .scalar(let scalar) = value, scalar.style == .plain,
            scalar.string == "null" || scalar.string == "~"
        {
            return nil
        }
        return DocumentNode(node: value, path: path.isEmpty ? key : "\(path).\(key)", problems: problems)
    }

    func required(_ key: String) -> DocumentNode? {
        guard let found = child(key) else {
            problems.add(self, "缺少 \(key)", "\(key) is missing")
            return nil
        }
        return found
    }

    var isList: Bool { node.sequence != nil }

    var isMapping: Bool { node.mapping != nil }

    /// Complains, in order, about every name that stands more than once.
    func refuseDoubles(_ names: [String], chinese: (String) -> String, english: (String) -> String) {
        var seen: Set<String> = []
        for name in names where !seen.insert(name).inserted {
            problems.add(self, chinese(name), english(name))
        }
    }

    /// Complains about every key that is none of these, at the key's own line.
    func refuseOthers(than names: [String]) {
        for (key, _) in node.mapping ?? [:] {
            guard let name = key.string, !names.contains(name) else { continue }
            problems.add(
                DocumentNode(node: key, path: path.isEmpty ? name : "\(path).\(name)", problems: problems),
                "没有这一项，只能是 \(names.joined(separator: "、"))",
                "there is no such key, only \(names.joined(separator: ", "))")
        }
    }

    var keys: [String] { node.mapping?.keys.compactMap(\.string) ?? [] }

    /// The elements of a list; a complaint and nothing where it is no list.
    func elements() -> [DocumentNode] {
        guard let sequence = node.sequence else {
            problems.add(self, "应是一个列表", "must be a list")
            return []
        }
        return sequence.enumerated().map { index, element in
            DocumentNode(node: element, path: "\(path)[\(index)]", problems: problems)
        }
    }

    /// The list under a key of the root, or the root itself where it is the list.
    func list(_ key: String) -> [DocumentNode] {
        if isList { return elements() }
        return required(key)?.elements() ?? []
    }

    // MARK: Scalars

    var text: String? { node.scalar?.string }

    func string(_ key: String) -> String? {
        guard let found = required(key) else { return nil }
        guard let text = found.text, !text.isEmpty else {
            problems.add(found, "应是一段文字", "must be text")
            return nil
        }
        return text
    }

    func optionalString(_ key: String) -> String? { child(key)?.text }

    func number(_ key: String, in range: ClosedRange<Double>, default fallback: Double? = nil) -> Double? {
        guard let found = child(key) else {
            if fallback == nil { problems.add(self, "缺少 \(key)", "\(key) is missing") }
            return fallback
        }
        guard let text = found.text, let value = Double(text), range.contains(value) else {
            problems.add(
                found, "应是 \(plain(range.lowerBound))…\(plain(range.upperBound)) 之间的数",
                "must be a number in \(plain(range.lowerBound))…\(plain(range.upperBound))")
            return fallback
        }
        return value
    }

    func integer(_ key: String, in range: ClosedRange<Int>, default fallback: Int? = nil) -> Int? {
        guard
            let value = number(
                key, in: Double(range.lowerBound)...Double(range.upperBound),
                default: fallback.map(Double.init))
        else { return nil }
        guard value == value.rounded() else {
            problems.add(child(key), "应是整数", "must be a whole number")
            return fallback
        }
        return Int(value)
    }

    func boolean(_ key: String) -> Bool? {
        guard let found = child(key) else { return nil }
        switch found.text {
        case "true": return true
        case "false": return false
        default:
            problems.add(found, "应是 true 或 false", "must be true or false")
            return nil
        }
    }

    func strings(_ key: String) -> [String]? {
        guard let found = child(key) else { return nil }
        return found.elements().compactMap { element in
            guard let text = element.text else {
                problems.add(element, "应是一段文字", "must be text")
                return nil
            }
            return text
        }
    }

    func dictionary(_ key: String) -> [String: String] {
        guard let found = child(key), let mapping = found.node.mapping else { return [:] }
        var values: [String: String] = [:]
        for (name, value) in mapping {
            if let name = name.string, let value = value.scalar?.string { values[name] = value }
        }
        return values
    }

    func money(_ key: String) -> Money? {
        guard let found = required(key) else { return nil }
        guard let text = found.text, let money = Money(text), money > .zero else {
            problems.add(found, "应是大于零、最多两位小数的金额", "must be an amount above zero with at most two decimals")
            return nil
        }
        return money
    }

    func businessDay(_ key: String) -> BusinessDay? {
        guard let found = child(key) else { return nil }
        guard let text = found.text, let day = BusinessDay(text) else {
            problems.add(found, "应是 2026-11-20 这样的日期", "must be a day like 2026-11-20")
            return nil
        }
        return day
    }

    func localTime(_ key: String) -> LocalTime? {
        guard let found = child(key) else { return nil }
        guard let text = found.text, let time = LocalTime(text) else {
            problems.add(found, "应是 04:00 这样的时刻", "must be a time of day like 04:00")
            return nil
        }
        return time
    }

    private func plain(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    }
}
