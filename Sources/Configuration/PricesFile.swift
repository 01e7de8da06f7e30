public import Evidence

/// What products should cost: lines of `sku,price` below that header, prices in yuan.
public enum PricesFile {
    /// - Throws: every problem with its line: no header, a line of other than two values, a price that is none, a product
    ///   that stands twice.
    public static func read(_ text: String, file: String) throws(ConfigurationError) -> PriceList {
        var problems: [ConfigurationProblem] = []
        func add(_ line: Int, _ chinese: String, _ english: String) {
            problems.append(
                ConfigurationProblem(file: file, line: line, path: "", chinese: chinese, english: english))
        }
        var prices: [SKU: Money] = [:]
        var hasHeader = false
        let unmarked = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : Substring(text)
        let lines = unmarked.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
            let values = line.split(separator: ",", omittingEmptySubsequences: false).map(plain)
            guard hasHeader else {
                hasHeader = true
                if values != ["sku", "price"] {
                    add(index + 1, "第一行应为 sku,price", "the first line must be sku,price")
                }
                continue
            }
            guard values.count == 2, !values[0].isEmpty else {
                add(index + 1, "每行应为 商品编号,价格", "a line must be sku,price")
                continue
            }
            guard let price = Money(values[1]), price > .zero else {
                add(index + 1, "\(values[1]) 不是价格", "\(values[1]) is not a price")
                continue
            }
            if prices.updateValue(price, forKey: SKU(values[0])) != nil {
                add(index + 1, "商品 \(values[0]) 重复", "product \(values[0]) stands twice")
            }
        }
        if !hasHeader { add(1, "文件是空的", "the file is empty") }
        guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
        return PriceList(prices: prices)
    }

    /// Without spaces around it, and without the quotation marks of a spreadsheet.
    private static func plain(_ value: Substring) -> String {
        var value = value
        while value.first?.isWhitespace == true { value = value.dropFirst() }
        while value.last?.isWhitespace == true { value = value.dropLast() }
        if value.count >= 2, value.first == "\"", value.last == "\"" { value = value.dropFirst().dropLast() }
        return String(value)
    }
}
