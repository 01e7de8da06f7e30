import Evidence
import Pipeline

/// Names of products as people say them: without the size, which stands after the name on a label.
enum SaidGoods {
    /// Names of the price list and of the catalogue, each once, sorted.
    static func names(of data: ReferenceData) -> [String] {
        let whole = data.products.map(\.name) + (data.catalogue?.skus ?? []).map(\.name)
        return Set(whole.map(said)).filter { $0.count >= 2 }.sorted()
    }

    private static func said(_ name: String) -> String {
        let words = name.split { $0.isWhitespace || "（(【[·".contains($0) }
        guard let first = words.first else { return "" }
        return String(first.prefix { !($0.isNumber && $0 != first.first) })
    }
}
