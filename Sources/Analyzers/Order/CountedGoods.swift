/// 共2件 beside the price of one product, under its name, says how many pieces of it there are; elsewhere it counts the
/// pieces of the order.
enum CountedGoods {
    static func resolve(_ rows: inout [RowReading], labels: Labels) {
        for index in rows.indices.dropFirst() {
            let above = rows[index - 1]
            guard let count = rows[index].goodsCount, count > 0, let token = rows[index].goodsCountToken,
                rows[index].sums.isEmpty, rows[index].names.isEmpty,
                rows[index].values.contains(where: { $0.amount != nil }),
                !rows[index].values.contains(where: { $0.quantity != nil }),
                above.isNameAlone, !labels.isSpecification(above.names[0].text)
            else { continue }
            let number = ReadNumber(value: count, glyphs: token.glyphs.filter(\.isDigit))
            var quantity = token
            quantity.kind = .quantity(ReadQuantity(number: number, isGlued: false))
            rows[index].values.append(GoodsValue(token: quantity, role: nil))
            rows[index].goodsCount = nil
        }
    }
}
