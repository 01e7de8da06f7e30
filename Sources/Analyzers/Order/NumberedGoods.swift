/// `1. 五常大米` is read as the head of an entry of a chain list, a person's; over a row of prices without a name of its
/// own it names the goods.
enum NumberedGoods {
    /// A name of so many characters is perhaps a person's, unless a price and an amount stand under it.
    private static let longestPerson = 4

    static func resolve(_ rows: inout [RowReading]) {
        for index in rows.indices.dropLast() where rows[index].isPerson {
            let next = rows[index + 1]
            guard next.hasGoodsValues, next.names.isEmpty, next.sums.isEmpty, rows[index].names.count == 1
            else { continue }
            let name = rows[index].names[0].text.drop { $0.isASCIIDigit || ".、．) ".contains($0) }
            let amounts = next.values.filter { $0.amount != nil }.count
            guard name.count > longestPerson || amounts > 1 else { continue }
            rows[index].isPerson = false
            rows[index].customer = nil
            rows[index].privateAreas = []
        }
    }
}
