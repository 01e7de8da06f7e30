import Scoring

/// A metric's name and values as people read them.
struct MetricInWords {
    let name: String
    private let unit: MetricDefinition.Unit
    /// The value is a share or a total, and its counts say something beside it.
    private let isCounted: Bool

    /// - Parameter code: a code of the registry, or of a rule's own number, with topic, category or part after a colon.
    init(code: String) {
        let parts = code.split(separator: ":", maxSplits: 1).map(String.init)
        let base = parts.first ?? code
        let definition = MetricRegistry.definition(base)
        let key = parts.count > 1 ? "：\(parts[1])" : ""
        name = (definition?.chinese ?? Self.names[base] ?? base) + key
        unit = definition?.unit ?? (base == "score" ? .score : .count)
        isCounted = definition.map { $0.unit != .score } ?? false
    }

    /// What rules count besides the registry's metrics.
    private static let names = [
        "score": "综合得分", "attribute": "门店属性", "evidenceDays": "有证据的天数", "topic": "提到的录音",
        "phrase": "新说法的录音", "category": "品类",
    ]

    /// The number that is shown: ratios in percent, money in yuan.
    func number(_ value: Double) -> Double {
        switch unit {
        case .ratio: value * 100
        case .fen: value / 100
        case .score, .count, .minutes: value
        }
    }

    /// `促销执行率 %`, as the head of a column of numbers.
    var title: String {
        switch unit {
        case .ratio: "\(name) %"
        case .fen: "\(name)（元）"
        case .minutes: "\(name)（分钟）"
        case .score, .count: name
        }
    }

    /// `87.5 %`, `12`, `¥1234.5`
    func text(_ value: Double) -> String {
        let number = Sparkline.tenth(number(value))
        return switch unit {
        case .ratio: "\(number) %"
        case .score, .count: number
        case .minutes: "\(number) 分钟"
        case .fen: "¥\(number)"
        }
    }

    /// `12 ÷ 30`; empty where the metric is not made of two counts.
    func counted(_ numerator: Double, _ denominator: Double) -> String {
        isCounted && denominator > 0
            ? "\(Sparkline.tenth(numerator)) ÷ \(Sparkline.tenth(denominator))" : ""
    }
}
